package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 0, 0, 0, 1000",
    "1, 0, 1, 0, 0, 0, 1000",
    "1, 1, 0, 0, 0, 0, 1000",
    "1, 1, 1, -1, 0, 0, 1000",
    "1, 1, 1, 0, -1, 0, 1000",
    "1, 1, 1, 0, 0, -1, 1000",
    "1, 1, 1, 0, 0, 0, 999"
  })
  void eachBoundIsChecked(
      int jobs, int seen, int batch, long delay, long tolerance, long grace, long window) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ChannelConfig(
                    jobs,
                    seen,
                    batch,
                    Duration.ofMillis(delay),
                    Duration.ofMillis(tolerance),
                    Duration.ofMillis(grace),
                    Duration.ofMillis(window)));
  }

  private static ChannelConfig config(
      int jobs, int seen, int batch, int delay, int tolerance, int grace) {
    return new ChannelConfig(
        jobs,
        seen,
        batch,
        SECOND.multipliedBy(delay),
        SECOND.multipliedBy(tolerance),
        SECOND.multipliedBy(grace),
        SECOND);
  }

  @Test
  void copiesChangeOneThingOnly() {
    ChannelConfig config = config(1, 2, 3, 4, 5, 6);
    assertThat(config.withBounds(8, 9)).isEqualTo(config(8, 9, 3, 4, 5, 6));
    assertThat(config.withShareBatchSize(9)).isEqualTo(config(1, 2, 9, 4, 5, 6));
    assertThat(config.withBatches(9, SECOND)).isEqualTo(config(1, 2, 9, 1, 5, 6));
    assertThat(config.withNtimeTolerance(SECOND)).isEqualTo(config(1, 2, 3, 4, 1, 6));
    assertThat(config.withLateShareGrace(SECOND)).isEqualTo(config(1, 2, 3, 4, 5, 1));
  }
}
