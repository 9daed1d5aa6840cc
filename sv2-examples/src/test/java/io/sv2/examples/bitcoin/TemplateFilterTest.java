package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.examples.TestClock;
import java.time.Duration;
import org.bitcoinj.base.Sha256Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TemplateFilterTest {
  private final TestClock clock = new TestClock();
  private final TemplateFilter filter = new TemplateFilter(NodeConfig.defaults(), clock);

  @BeforeEach
  void first() {
    assertThat(filter.test(template(1, 5000))).isTrue();
  }

  @Test
  void newTipPassesAtOnceEvenWithLowerFees() {
    assertThat(filter.test(template(2, 0))).isTrue();
  }

  @Test
  void betterFeesWaitForTheInterval() {
    clock.advance(Duration.ofMillis(4999));
    assertThat(filter.test(template(1, 6001))).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(filter.test(template(1, 6001))).isTrue();
  }

  @Test
  void feesMustRiseByMoreThanTheDelta() {
    clock.advance(Duration.ofMinutes(1));
    assertThat(filter.test(template(1, 6000))).isFalse();
    assertThat(filter.test(template(1, 6001))).isTrue();
    clock.advance(Duration.ofMinutes(1));
    assertThat(filter.test(template(1, 6001))).isFalse();
  }

  private static BlockTemplate template(int tip, long value) {
    BlockTemplate base = Templates.atHeight(500);
    return new BlockTemplate(
        500 + tip,
        base.version(),
        Sha256Hash.of(new byte[] {(byte) tip}),
        base.curTime(),
        base.minTime(),
        base.bits(),
        base.target(),
        value,
        base.transactions(),
        true);
  }
}
