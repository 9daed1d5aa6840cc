package io.sv2.examples.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HashrateTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long START = -3 * SECOND;

  @Test
  void isMeasuredSinceTheStartAtFirst() {
    HashrateMeter meter = new HashrateMeter(START);
    meter.add(1_000, START + SECOND / 4);

    assertThat(meter.hashesPerSecond(START + SECOND / 2)).isCloseTo(2_000, within(0.1));
  }

  @Test
  void forgetsWhatIsOlderThanTenSeconds() {
    HashrateMeter meter = new HashrateMeter(START);
    for (int second = 0; second < 20; second++) {
      meter.add(second < 10 ? 1_000_000 : 500, START + second * SECOND);
    }
    assertThat(meter.hashesPerSecond(START + 20 * SECOND - 1)).isCloseTo(500, within(0.1));
  }

  @Test
  void fallsToZeroWhenNothingIsHashed() {
    HashrateMeter meter = new HashrateMeter(START);
    meter.add(1_000_000, START + SECOND);

    assertThat(meter.hashesPerSecond(START + 1_000 * SECOND)).isZero();
  }

  @Test
  void isZeroBeforeAnyTimeHasPassed() {
    assertThat(new HashrateMeter(START).hashesPerSecond(START)).isZero();
  }

  @Test
  void isEstimatedFromTheFastestStretch() {
    AtomicLong clock = new AtomicLong();
    AtomicLong looks = new AtomicLong();
    // Every stretch of 512 hashes takes 10 ms, but the fourth 1 ms.
    double rate =
        HashrateEstimate.measure(
            Duration.ofMillis(100),
            () -> clock.addAndGet(looks.incrementAndGet() == 5 ? 1_000_000 : 10_000_000));

    assertThat(rate).isCloseTo(512 * 1_000.0, within(1.0));
    assertThat(looks).hasValue(12);
  }
}
