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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

class ClientConfigsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NEGATIVE = Duration.ofNanos(-1);
  private static final UpstreamConfig UPSTREAM = upstream(0, "vendor", "", "", "", 1_000);

  static Stream<Arguments> upstreams() {
    String tooLong = "x".repeat(256);
    String tooManyBytes = "é".repeat(128);
    return Stream.of(
        arguments("maxPayload", 0, "vendor", "", "", "", -1),
        arguments("maxPayload", 0, "vendor", "", "", "", 0x100_0000),
        arguments("flags", -1, "vendor", "", "", "", 1),
        arguments("flags", 1L << 32, "vendor", "", "", "", 1),
        arguments("vendor", 0, "", "", "", "", 1),
        arguments("vendor", 0, "  ", "", "", "", 1),
        arguments("vendor", 0, tooLong, "", "", "", 1),
        arguments("vendor", 0, tooManyBytes, "", "", "", 1),
        arguments("hardwareVersion", 0, "vendor", tooLong, "", "", 1),
        arguments("firmware", 0, "vendor", "", tooLong, "", 1),
        arguments("deviceId", 0, "vendor", "", "", tooLong, 1));
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("upstreams")
  void upstreamRefusesWhatSetupConnectionCannotSay(
      String field,
      long flags,
      String vendor,
      String hardware,
      String firmware,
      String deviceId,
      int maxPayload) {
    assertThatThrownBy(() -> upstream(flags, vendor, hardware, firmware, deviceId, maxPayload))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(field);
  }

  /** The version is the jar's; classes that are in none say that. */
  @Test
  void defaultVendorNamesTheLibraryAndItsVersion() {
    assertThat(ClientFixture.upstream(UPSTREAM.servers().get(0).address()).vendor())
        .matches("reactor-stratum (development|\\d+\\.\\d+.*)");
  }

  @Test
  void upstreamAcceptsTheEndsOfItsRanges() {
    String longest = "x".repeat(255);
    UpstreamConfig made = upstream(0xffff_ffffL, longest, longest, longest, longest, 0xff_ffff);
    assertThat(made.setupConnection(made.servers().get(0).address()).flags())
        .isEqualTo(0xffff_ffffL);
    assertThat(made.setupConnection(made.servers().get(0).address()).deviceId().text())
        .isEqualTo(longest);
  }

  @ParameterizedTest
  @CsvSource({"capacity, 0", "capacity, -8", "maxWaiting, -1", "concurrency, 0"})
  void siblingBoundsAreInRange(String field, int value) {
    assertThatThrownBy(
            () ->
                new SiblingConfig(
                    field.equals("capacity") ? value : 1,
                    field.equals("maxWaiting") ? value : 0,
                    field.equals("concurrency") ? value : 1,
                    SECOND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(field, String.valueOf(value));
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT-1S"})
  void siblingTimeoutIsLongerThanNothing(Duration timeout) {
    assertThatThrownBy(() -> new SiblingConfig(8, 0, 1, timeout))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("timeout", timeout.toString());
  }

  @Test
  void siblingAcceptsTheLeast() {
    assertThat(new SiblingConfig(1, 0, 1, Duration.ofNanos(1)).capacity()).isEqualTo(1);
  }

  static Stream<Arguments> services() {
    return Stream.of(
        arguments("setupTimeout", "PT0S", Duration.ZERO, SECOND, SECOND, SECOND, 0, 1),
        arguments("setupTimeout", "PT-0.0", NEGATIVE, SECOND, SECOND, SECOND, 0, 1),
        arguments("handlerTimeout", "PT0S", SECOND, Duration.ZERO, SECOND, SECOND, 0, 1),
        arguments("handlerTimeout", "PT-0.0", SECOND, NEGATIVE, SECOND, SECOND, 0, 1),
        arguments("firstBackoff", "PT0S", SECOND, SECOND, Duration.ZERO, SECOND, 0, 1),
        arguments("firstBackoff", "PT-0.0", SECOND, SECOND, NEGATIVE, SECOND, 0, 1),
        arguments("maxBackoff", "PT0S", SECOND, SECOND, SECOND, Duration.ZERO, 0, 1),
        arguments("maxBackoff", "PT-0.0", SECOND, SECOND, SECOND, NEGATIVE, 0, 1),
        arguments("jitter", "-0.01", SECOND, SECOND, SECOND, SECOND, -0.01, 1),
        arguments("jitter", "1.01", SECOND, SECOND, SECOND, SECOND, 1.01, 1),
        arguments("jitter", "NaN", SECOND, SECOND, SECOND, SECOND, Double.NaN, 1),
        arguments("prefetch", "not 0", SECOND, SECOND, SECOND, SECOND, 0, 0));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("services")
  void clientRefusesWhatIsOutOfRange(
      String field,
      String value,
      Duration setup,
      Duration handler,
      Duration first,
      Duration max,
      double jitter,
      int prefetch) {
    assertThatThrownBy(
            () -> client(List.of(UPSTREAM), setup, handler, first, max, jitter, prefetch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(field, value);
  }

  @Test
  void clientRefusesASubprotocolThatStandsTwice() {
    assertThatThrownBy(
            () -> client(List.of(UPSTREAM, UPSTREAM), SECOND, SECOND, SECOND, SECOND, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("upstreams: one for each subprotocol");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void clientAcceptsTheEndsOfItsRanges(double jitter) {
    Duration least = Duration.ofNanos(1);
    assertThat(
            client(List.of(UPSTREAM), least, least, least, least, jitter, 1).reconnect().jitter())
        .isEqualTo(jitter);
  }

  private static Sv2ClientServiceConfig client(
      List<UpstreamConfig> upstreams,
      Duration setup,
      Duration handler,
      Duration first,
      Duration max,
      double jitter,
      int prefetch) {
    return new Sv2ClientServiceConfig(
        "client",
        upstreams,
        setup,
        handler,
        ReconnectConfig.DEFAULT.withBackoff(first, max, jitter),
        prefetch,
        ConnectionConfig.DEFAULT,
        SiblingConfig.DEFAULT,
        ExtensionsConfig.NONE,
        Sv2Layer.none(),
        null,
        Schedulers.parallel());
  }

  private static UpstreamConfig upstream(
      long flags,
      String vendor,
      String hardware,
      String firmware,
      String deviceId,
      int maxPayload) {
    return new UpstreamConfig(
        Protocol.MINING,
        List.of(
            new UpstreamServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), null)),
        flags,
        vendor,
        hardware,
        firmware,
        deviceId,
        maxPayload,
        SECOND,
        null);
  }
}
