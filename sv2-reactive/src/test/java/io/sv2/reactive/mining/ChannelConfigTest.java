package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelConfigTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 0, 0",
    "1, 0, 1, 0, 0",
    "1, 1, 0, 0, 0",
    "1, 1, 1, -1, 0",
    "1, 1, 1, 0, -1"
  })
  void eachBoundIsChecked(int jobs, int seen, int batch, long toleranceMillis, long graceMillis) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ChannelConfig(
                    jobs,
                    seen,
                    batch,
                    Duration.ofMillis(toleranceMillis),
                    Duration.ofMillis(graceMillis)));
  }

  @Test
  void copiesChangeOneThingOnly() {
    ChannelConfig config = new ChannelConfig(1, 2, 3, Duration.ofSeconds(4), Duration.ofSeconds(5));
    assertThat(config.withShareBatchSize(9))
        .isEqualTo(new ChannelConfig(1, 2, 9, Duration.ofSeconds(4), Duration.ofSeconds(5)));
    assertThat(config.withLateShareGrace(Duration.ofSeconds(9)))
        .isEqualTo(new ChannelConfig(1, 2, 3, Duration.ofSeconds(4), Duration.ofSeconds(9)));
  }
}
