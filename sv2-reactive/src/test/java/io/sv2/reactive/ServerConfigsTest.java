package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sv2.codec.Protocol;
import io.sv2.reactive.layer.Sv2Layer;
import io.sv2.reactive.sibling.SiblingConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.scheduler.Schedulers;

class ServerConfigsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NEGATIVE = Duration.ofNanos(-1);

  /** The values of a {@link ProtocolSupport}, to be changed one at a time. */
  private static final class Support {
    int minVersion = 2;
    int maxVersion = 2;
    long supportedFlags;
    long requiredFlags;
    long answeredFlags;
    int maxPayload = 1_000;
    Duration firstMessageTimeout = SECOND;
    Duration inactivityTimeout = SECOND;

    ProtocolSupport make() {
      return new ProtocolSupport(
          Protocol.MINING,
          minVersion,
          maxVersion,
          supportedFlags,
          requiredFlags,
          answeredFlags,
          maxPayload,
          firstMessageTimeout,
          inactivityTimeout);
    }
  }

  private interface Change<T> {
    void to(T values);
  }

  static Stream<Arguments> supports() {
    return Stream.of(
        support("versions", "1 to 2", s -> s.minVersion = 1),
        support("versions", "3 to 2", s -> s.minVersion = 3),
        support("versions", "2 to 65536", s -> s.maxVersion = 0x1_0000),
        support("supportedFlags", "-1", s -> s.supportedFlags = -1),
        support("supportedFlags", "4294967296", s -> s.supportedFlags = 1L << 32),
        support("requiredFlags", "-1", s -> s.requiredFlags = -1),
        support(
            "requiredFlags",
            "0x3 of 0x1",
            s -> {
              s.requiredFlags = 3;
              s.supportedFlags = 1;
            }),
        support("answeredFlags", "-1", s -> s.answeredFlags = -1),
        support("answeredFlags", "4294967296", s -> s.answeredFlags = 1L << 32),
        support("maxPayload", "-1", s -> s.maxPayload = -1),
        support("maxPayload", "16777216", s -> s.maxPayload = 0x100_0000),
        support("firstMessageTimeout", "PT0S", s -> s.firstMessageTimeout = Duration.ZERO),
        support("firstMessageTimeout", "PT-0.0", s -> s.firstMessageTimeout = NEGATIVE),
        support("inactivityTimeout", "PT0S", s -> s.inactivityTimeout = Duration.ZERO),
        support("inactivityTimeout", "PT-0.0", s -> s.inactivityTimeout = NEGATIVE));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("supports")
  void protocolSupportRefusesWhatIsOutOfRange(String field, String value, Change<Support> change) {
    Support values = new Support();
    change.to(values);
    assertThatThrownBy(values::make)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(field, value);
  }

  @Test
  void protocolSupportAcceptsTheEndsOfItsRanges() {
    Support values = new Support();
    values.maxVersion = 0xffff;
    values.supportedFlags = 0xffff_ffffL;
    values.answeredFlags = 0xffff_ffffL;
    values.maxPayload = 0xff_ffff;
    values.firstMessageTimeout = Duration.ofNanos(1);
    ProtocolSupport made = values.make();
    assertThat(made.maxPayload()).isEqualTo(0xff_ffff);
    assertThat(made.maxVersion()).isEqualTo(0xffff);
  }

  static Stream<Arguments> services() {
    return Stream.of(
        arguments("maxConnections", 0, SECOND, SECOND, 1, "not 0"),
        arguments("maxConnections", -1, SECOND, SECOND, 1, "not -1"),
        arguments("setupTimeout", 1, Duration.ZERO, SECOND, 1, "PT0S"),
        arguments("setupTimeout", 1, NEGATIVE, SECOND, 1, "PT-0.0"),
        arguments("handlerTimeout", 1, SECOND, Duration.ZERO, 1, "PT0S"),
        arguments("handlerTimeout", 1, SECOND, NEGATIVE, 1, "PT-0.0"),
        arguments("prefetch", 1, SECOND, SECOND, 0, "not 0"));
  }

  @ParameterizedTest(name = "{0} {5}")
  @MethodSource("services")
  void serverRefusesWhatIsOutOfRange(
      String field, int connections, Duration setup, Duration handler, int prefetch, String value) {
    assertThatThrownBy(() -> server(connections, setup, handler, prefetch, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(field, value);
  }

  @Test
  void serverRefusesASubprotocolThatStandsTwice() {
    var twice = List.of(ProtocolSupport.mining(0, 0), ProtocolSupport.mining(1, 1));
    assertThatThrownBy(() -> server(1, SECOND, SECOND, 1, twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("protocols: each at most once");
  }

  @Test
  void serverKeepsItsOwnListAndTheLeastOfEachBound() {
    var protocols = new ArrayList<>(List.of(ProtocolSupport.mining(0, 0)));
    var config = server(1, Duration.ofNanos(1), Duration.ofNanos(1), 1, protocols);
    protocols.clear();
    assertThat(config.support(Protocol.MINING)).contains(ProtocolSupport.mining(0, 0));
    assertThat(config.support(Protocol.TEMPLATE_DISTRIBUTION)).isEmpty();
  }

  private static Sv2ServerServiceConfig server(
      int maxConnections,
      Duration setup,
      Duration handler,
      int prefetch,
      List<ProtocolSupport> protocols) {
    return new Sv2ServerServiceConfig(
        "server",
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        null,
        protocols,
        AdmissionConfig.ofConnections(maxConnections),
        setup,
        handler,
        prefetch,
        ConnectionConfig.DEFAULT,
        SiblingConfig.DEFAULT,
        ExtensionsConfig.NONE,
        Sv2Layer.none(),
        null,
        Schedulers.parallel());
  }

  private static Arguments support(String field, String value, Change<Support> change) {
    return arguments(field, value, change);
  }
}
