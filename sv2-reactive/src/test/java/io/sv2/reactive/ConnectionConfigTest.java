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
                    8,
                    1,
                    1,
                    1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(field, value.toString());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "outboundCapacity, 0",
    "outboundCapacity, -8",
    "outboundCapacity, 7",
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
                    field.equals("outboundCapacity") ? value : 8,
                    field.equals("initialMaxPayload") ? value : 1,
                    field.equals("handshakeThreads") ? value : 1,
                    field.equals("handshakeQueue") ? value : 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(field, String.valueOf(value));
  }

  @Test
  void endsOfTheRangesAreAccepted() {
    Duration least = Duration.ofNanos(1);
    ConnectionConfig made =
        new ConnectionConfig(least, least, least, least, least, 8, 0xff_ffff, 1, 1);
    assertThat(made.initialMaxPayload()).isEqualTo(0xff_ffff);
    assertThat(made.withOutboundCapacity(16).outboundCapacity()).isEqualTo(16);
  }

  @Test
  void copiesAreCheckedToo() {
    assertThatThrownBy(() -> ConnectionConfig.DEFAULT.withOutboundCapacity(7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("outboundCapacity: from 8 up, not 7");
  }

  private static Duration timeout(String name, String changed, Duration value) {
    return name.equals(changed) ? value : Duration.ofSeconds(1);
  }
}
