package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionConfigTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "connectTimeout, PT0S",
    "connectTimeout, PT-1S",
    "handshakeTimeout, PT0S",
    "handshakeTimeout, PT-1S",
    "frameTimeout, PT0S",
    "frameTimeout, PT-1S",
    "writeTimeout, PT0S",
    "writeTimeout, PT-1S",
    "closeTimeout, PT0S",
    "closeTimeout, PT-1S"
  })
  void timeoutsAreLongerThanNothing(String field, Duration value) {
    assertThatThrownBy(
            () ->
                new ConnectionConfig(
                    timeout("connectTimeout", field, value),
                    timeout("handshakeTimeout", field, value),
                    timeout("frameTimeout", field, value),
                    timeout("writeTimeout", field, value),
                    timeout("closeTimeout", field, value),
                    OutboundConfig.DEFAULT,
                    1,
                    1,
                    1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(field, value.toString());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "maxFrames, 0",
    "maxFrames, -8",
    "maxFrames, 7",
    "maxBytes, 0",
    "maxBytes, -1",
    "maxBytes, 1023",
    "initialMaxPayload, 0",
    "initialMaxPayload, -1",
    "initialMaxPayload, 16777216",
    "handshakeThreads, 0",
    "handshakeThreads, -1",
    "handshakeQueue, 0",
    "handshakeQueue, -1"
  })
  void boundsAreInRange(String field, int value) {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(
            () ->
                new ConnectionConfig(
                    second,
                    second,
                    second,
                    second,
                    second,
                    new OutboundConfig(
                        field.equals("maxFrames") ? value : 8,
                        field.equals("maxBytes") ? value : 1024,
                        OutboundConfig.Policy.IN_ORDER),
                    field.equals("initialMaxPayload") ? value : 1,
                    field.equals("handshakeThreads") ? value : 1,
                    field.equals("handshakeQueue") ? value : 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(field, String.valueOf(value));
  }

  @Test
  void endsOfTheRangesAreAccepted() {
    Duration least = Duration.ofNanos(1);
    OutboundConfig outbound = new OutboundConfig(8, 1024, OutboundConfig.Policy.IN_ORDER);
    ConnectionConfig made =
        new ConnectionConfig(least, least, least, least, least, outbound, 0xff_ffff, 1, 1);
    assertThat(made.initialMaxPayload()).isEqualTo(0xff_ffff);
    assertThat(made.outbound()).isEqualTo(outbound);
    assertThat(made.withOutbound(OutboundConfig.DEFAULT).outbound())
        .isEqualTo(OutboundConfig.DEFAULT);
  }

  private static Duration timeout(String name, String changed, Duration value) {
    return name.equals(changed) ? value : Duration.ofSeconds(1);
  }
}
