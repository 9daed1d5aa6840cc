package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A share of 1,000 hashes every 10 s, 100 hashes a second, is what is declared. */
class SmoothedVardiffTest {
  private static final double RATE = 100;
  private static final double HASHES = 1_000;
  private static final long START = 5_000_000;

  private long now = START;
  private final Vardiff vardiff = new SmoothedVardiff(VardiffConfig.DEFAULT, RATE, START);

  /** So many shares, one after each pause; what is answered after the last. */
  private double shares(int count, long pause) {
    double rate = 0;
    for (int i = 0; i < count; i++) {
      now += pause;
      vardiff.accepted(HASHES, now);
      rate = vardiff.hashRate(HASHES, now);
    }
    return rate;
  }

  private double silence(long length) {
    now += length;
    return vardiff.hashRate(HASHES, now);
  }

  @BeforeEach
  void anHourAsDeclared() {
    assertThat(shares(360, 10_000)).isEqualTo(RATE);
  }

  @Test
  void differencesWithinTheToleranceAreLeftAlone() {
    assertThat(shares(1_000, 9_000)).isEqualTo(RATE);
    assertThat(shares(1_000, 11_000)).isEqualTo(RATE);
  }

  @Test
  void smallerOnesThanChanceAreFoundInTime() {
    assertThat(shares(20, 7_000)).isEqualTo(RATE);
    assertThat(shares(1_000, 7_000)).isBetween(RATE * 1.2, RATE * 1.6);
  }

  /** The shares of a minute, late and all at once, are no rise; four times as many are. */
  @Test
  void aBurstIsARiseOnlyWhereLateSharesDoNotExplainIt() {
    assertThat(silence(60_000)).isEqualTo(RATE);
    shares(6, 0);
    assertThat(silence(1)).isEqualTo(RATE);
    shares(18, 0);
    assertThat(silence(1)).isGreaterThan(RATE * 1.5);
  }

  /** Eight shares and a minute: 140 s; then as long again, then twice as long. */
  @Test
  void silenceHalvesTheRateEachTimeItHasDoubled() {
    assertThat(silence(139_000)).isEqualTo(RATE);
    assertThat(silence(1_000)).isEqualTo(RATE / 2);
    now += 139_000;
    assertThat(vardiff.hashRate(HASHES / 2, now)).isEqualTo(RATE / 2);
    now += 1_000;
    assertThat(vardiff.hashRate(HASHES / 2, now)).isEqualTo(RATE / 4);
    now += 279_000;
    assertThat(vardiff.hashRate(HASHES / 4, now)).isEqualTo(RATE / 4);
    now += 1_000;
    assertThat(vardiff.hashRate(HASHES / 4, now)).isEqualTo(RATE / 8);
  }

  /** Without the minute, and every time. */
  @Test
  void whoHasNotBeenHeardOfIsMetFaster() {
    Vardiff unknown = new SmoothedVardiff(VardiffConfig.DEFAULT, RATE, 0);
    assertThat(unknown.hashRate(HASHES, 79_999)).isEqualTo(RATE);
    assertThat(unknown.hashRate(HASHES, 80_000)).isEqualTo(RATE / 2);
    assertThat(unknown.hashRate(HASHES / 2, 159_999)).isEqualTo(RATE / 2);
    assertThat(unknown.hashRate(HASHES / 2, 160_000)).isEqualTo(RATE / 4);
  }

  /** Nobody asked for a day, and all that was measured is gone. */
  @Test
  void aClockThatLeapsIsNoReasonToHalveMoreThanOnce() {
    now += 86_400_000;
    assertThat(shares(1, 0)).isEqualTo(RATE / 2);
  }

  @Test
  void aClockThatIsSetBackGoesOnFromThere() {
    now -= 3_600_000;
    assertThat(shares(100, 10_000)).isEqualTo(RATE);
    assertThat(silence(139_000)).isEqualTo(RATE);
    now -= 3_600_000;
    assertThat(silence(0)).isEqualTo(RATE);
    assertThat(silence(1_000)).isEqualTo(RATE / 2);
  }

  /** A thousand times the shares: at first only that there are more is sure. */
  @Test
  void changesAreAnIntervalApart() {
    double first = shares(200, 10);
    assertThat(first).isGreaterThan(RATE * 1.5);
    assertThat(shares(700, 10)).isEqualTo(first);
    assertThat(shares(1_000, 10)).isBetween(RATE * 600, RATE * 1_200);
  }

  @Test
  void anotherDeclarationIsBelieved() {
    vardiff.declared(RATE * 50, now);
    assertThat(vardiff.hashRate(HASHES, now)).isEqualTo(RATE * 50);
    vardiff.declared(RATE, now + 9_999);
    assertThat(vardiff.hashRate(HASHES, now + 9_999)).as("less, so soon").isEqualTo(RATE * 50);
    vardiff.declared(RATE, now + 10_000);
    assertThat(vardiff.hashRate(HASHES, now + 10_000)).isEqualTo(RATE);
  }

  /** A client that says every second that it has a hundredth of what it has. */
  @Test
  void theSameDeclarationSaysNothingNew() {
    vardiff.declared(RATE / 100, now);
    double rate = 0;
    for (int i = 0; i < 60; i++) {
      rate = shares(1, 1_000);
      vardiff.declared(RATE / 100 * (i % 2 == 0 ? 1.1 : 1), now);
    }
    assertThat(rate).isBetween(RATE * 7, RATE * 13);
    assertThat(vardiff.hashRate(HASHES, now)).isEqualTo(rate);
  }

  @Test
  void configurationsAreChecked() {
    Duration second = Duration.ofSeconds(1);
    new VardiffConfig(second, second, Duration.ZERO, 0.1, 1, 1, Duration.ZERO);
    for (Runnable wrong :
        new Runnable[] {
          () -> new VardiffConfig(second, second.plusMillis(1), second, 0.1, 1, 1, second),
          () -> new VardiffConfig(second, Duration.ZERO, second, 0.1, 1, 1, second),
          () -> new VardiffConfig(second, second, second.negated(), 0.1, 1, 1, second),
          () -> new VardiffConfig(second, second, second, 0.1, 1, 1, second.negated()),
          () -> new VardiffConfig(second, second, second, 0, 1, 1, second),
          () -> new VardiffConfig(second, second, second, Double.NaN, 1, 1, second),
          () -> new VardiffConfig(second, second, second, 0.1, 0, 1, second),
          () -> new VardiffConfig(second, second, second, 0.1, 1, 0, second)
        }) {
      assertThatIllegalArgumentException().isThrownBy(wrong::run);
    }
  }
}
