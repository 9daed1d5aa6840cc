package io.sv2.examples.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {

  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 3, 1_000, 123_456, 2e6})
  void keepsToItsRate(double hashesPerSecond) {
    Pacer pacer = new Pacer(hashesPerSecond);
    long now = -5 * SECOND;
    long end = now + 100 * SECOND;
    long hashes = 0;
    while (now < end) {
      hashes += pacer.batch();
      now += pacer.batch() * 200L; // what hashing takes
      pacer.spent(pacer.batch(), now);
      now += Math.max(0, pacer.restNanos(now)) + 50_000; // parking wakes late
    }
    assertThat(hashes / 100.0).isCloseTo(hashesPerSecond, within(hashesPerSecond * 0.05));
  }

  @Test
  void makesUpForLostTimeOnlyBriefly() {
    Pacer pacer = new Pacer(1_000);
    pacer.spent(10, 0);
    long late = 60 * SECOND;

    long hashes = 0;
    while (pacer.restNanos(late) <= 0) {
      pacer.spent(10, late);
      hashes += 10;
    }
    assertThat(hashes).isBetween(100L, 120L);
  }

  @Test
  void restsNeverWithoutALimit() {
    Pacer pacer = new Pacer(Double.POSITIVE_INFINITY);
    for (int i = 0; i < 1_000; i++) {
      pacer.spent(pacer.batch(), 0);
    }
    assertThat(pacer.restNanos(0)).isNotPositive();
    assertThat(pacer.batch()).isEqualTo(Pacer.MAX_BATCH);
  }

  @Test
  void refusesARateOfZero() {
    assertThatThrownBy(() -> new Pacer(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sharesTheLimitEvenlyAmongThreads() {
    MiningOptions options = MiningOptions.defaults().withThreads(4).withHashrateLimit(1_000);
    Pacer pacer = options.newPacer();
    pacer.spent(250, 0);

    assertThat(pacer.restNanos(0)).isEqualTo(SECOND);
  }

  @Test
  void refusesALimitBelowOneHashASecond() {
    MiningOptions options = MiningOptions.defaults();

    assertThatThrownBy(() -> options.withHashrateLimit(0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hash rate limit is 0.5 H/s; it must be at least 1");
  }
}
