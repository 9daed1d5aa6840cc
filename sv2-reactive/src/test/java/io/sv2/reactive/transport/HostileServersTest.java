package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.Loopback.SOON;
import static io.sv2.reactive.transport.Loopback.frame;
import static io.sv2.reactive.transport.RawPeer.garbage;
import static io.sv2.reactive.transport.RawPeer.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.noise.HandshakeTimeoutException;
import io.sv2.noise.NoiseHandshakeException;
import io.sv2.noise.NoiseHandshakeException.Reason;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NotNoiseException;
import io.sv2.noise.OtherProtocol;
import io.sv2.noise.TruncatedActException;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.Sv2Connection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that misbehave where act 2 is awaited: the client ends by itself and says why by a type.
 */
class HostileServersTest extends HostileServers {
  private Sv2ConnectException fails(
      Sv2Transport client, Supplier<NoiseInitiator> initiators, Consumer<RawPeer> script) {
    server = new RawServer(script);
    try {
      client.connect(server.address(), initiators).block(SOON);
    } catch (Sv2ConnectException e) {
      assertThat(e).hasMessageContaining(e.reason().detail());
      return e;
    }
    throw new AssertionError("connected");
  }

  private <E extends NoiseHandshakeException> E fails(
      Class<E> type, Kind kind, Sv2Transport client, Consumer<RawPeer> script) {
    Sv2ConnectException e = fails(client, () -> new NoiseInitiator(noise), script);
    assertThat(e.getCause()).as("%s", e.getMessage()).isExactlyInstanceOf(type);
    assertThat(e.reason().kind()).isEqualTo(kind);
    return type.cast(e.getCause());
  }

  private void timesOut(int received, Consumer<RawPeer> script) {
    HandshakeTimeoutException e =
        fails(HandshakeTimeoutException.class, Kind.HANDSHAKE_TIMEOUT, hasty, script);
    assertThat(e.act()).isEqualTo(2);
    assertThat(e.received()).isEqualTo(received);
  }

  private void isTruncated(int received, Consumer<RawPeer> script) {
    TruncatedActException e =
        fails(TruncatedActException.class, Kind.HANDSHAKE_FAILED, patient, script);
    assertThat(e.act()).isEqualTo(2);
    assertThat(e.received()).isEqualTo(received);
  }

  private void isRefusedAtOnce(Reason reason, Consumer<RawPeer> script) {
    NoiseHandshakeException e =
        fails(NoiseHandshakeException.class, Kind.HANDSHAKE_FAILED, patient, script);
    assertThat(e.reason()).isEqualTo(reason);
  }

  // ---- where act 2 is awaited

  @Test
  void serverThatSaysNothing() {
    timesOut(0, server -> {});
  }

  @Test
  void serverThatReadsAct1AndSaysNothing() {
    timesOut(0, server -> server.hears(ACT_1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 143, 144, 233})
  void serverThatStopsWithinAct2(int length) {
    timesOut(length, server -> server.says(responder().respond(server.hears(ACT_1)), length));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 143, 144, 233})
  void serverThatClosesWithinAct2(int length) {
    isTruncated(
        length,
        server -> {
          server.says(responder().respond(server.hears(ACT_1)), length);
          server.close();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 143, 144, 233})
  void serverThatClosesItsHalfWithinAct2(int length) {
    isTruncated(
        length,
        server -> server.says(responder().respond(server.hears(ACT_1)), length).halfCloses());
  }

  /** As one does that is full: it closes before it has read act 1, so what comes is a reset. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 233})
  void serverThatResetsWithinAct2(int length) {
    isTruncated(
        length,
        server -> {
          server.says(responder().respond(server.hears(ACT_1)), length);
          server.resets();
        });
  }

  @Test
  void act2AByteAtATimeThatTakesTooLong() {
    server = new RawServer(s -> s.drips(responder().respond(s.hears(ACT_1)), 10, timer)); // 2.3 s
    Sv2ConnectException e = null;
    try {
      hasty.connect(server.address(), () -> new NoiseInitiator(noise)).block(SOON);
    } catch (Sv2ConnectException thrown) {
      e = thrown;
    }
    assertThat(e).hasCauseExactlyInstanceOf(HandshakeTimeoutException.class);
    assertThat(((HandshakeTimeoutException) e.getCause()).received()).isBetween(1, ACT_2 - 1);
  }

  @Test
  void act2AByteAtATimeThatIsInTime() {
    server =
        new RawServer(
            s -> {
              NoiseResponder responder = responder();
              s.drips(responder.respond(s.hears(ACT_1)), 1, timer);
              s.hears(SEALED);
              s.says(sealed(responder.session(), 7));
            });
    Sv2Connection connection =
        patient.connect(server.address(), () -> new NoiseInitiator(noise)).block(SOON);
    connection.outbound().tryEmitNext(frame(1, PAYLOAD)).orThrow();
    assertThat(connection.inbound().blockFirst(SOON)).isEqualTo(frame(7, PAYLOAD));
    connection.close(CloseReason.local("done"));
  }

  @Test
  void act2ReplayedFromAnotherConnection() {
    byte[] recorded = responder().respond(new NoiseInitiator(noise).act1());
    isRefusedAtOnce(
        Reason.DECRYPTION_FAILED,
        server -> {
          server.hears(ACT_1);
          server.says(recorded);
        });
  }

  @Test
  void act1SentBackWhereAct2IsAwaited() {
    timesOut(ACT_1, server -> server.says(server.hears(ACT_1)));
  }

  @Test
  void act1SentBackAndFilledUp() {
    isRefusedAtOnce(
        Reason.DECRYPTION_FAILED, server -> server.says(Arrays.copyOf(server.hears(ACT_1), ACT_2)));
  }

  @Test
  void garbageAsAct2() {
    isRefusedAtOnce(
        Reason.DECRYPTION_FAILED,
        server -> {
          server.hears(ACT_1);
          server.says(garbage(ACT_2));
        });
  }

  /** Whether it comes before act 1 is made or after is a matter of luck; the outcome is not. */
  @Test
  void act2ThatComesBeforeAct1IsMade() {
    CountDownLatch said = new CountDownLatch(1);
    Sv2ConnectException e =
        fails(
            patient,
            () -> {
              awaited(said);
              return new NoiseInitiator(noise);
            },
            server -> {
              server.says(garbage(ACT_2));
              said.countDown();
            });
    assertThat(e.reason().kind()).isEqualTo(Kind.HANDSHAKE_FAILED);
    assertThat(((NoiseHandshakeException) e.getCause()).reason())
        .isEqualTo(Reason.DECRYPTION_FAILED);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 22, 10_000})
  void bytesThatComeWithAct2(int more) {
    isRefusedAtOnce(
        Reason.WRONG_LENGTH,
        server -> {
          byte[] act2 = responder().respond(server.hears(ACT_1));
          server.says(Arrays.copyOf(act2, ACT_2 + more));
        });
  }

  static Stream<Arguments> otherProtocols() {
    return Stream.of(
        Arguments.of(OtherProtocol.HTTP, text("HTTP/1.1 400 Bad Request\r\n\r\n"), false),
        Arguments.of(
            OtherProtocol.STRATUM_V1,
            text("{\"id\":null,\"result\":null,\"error\":[20,\"Parse error\",null]}\n"),
            false),
        Arguments.of(
            OtherProtocol.PLAIN_SV2,
            Sv2Codec.encode(new SetupConnectionSuccess(2, 0)).toByteArray(),
            false),
        Arguments.of(OtherProtocol.TLS, HexFormat.of().parseHex("15030300020228"), true));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("otherProtocols")
  void serverOfAnotherProtocol(OtherProtocol protocol, byte[] answer, boolean closes) {
    NotNoiseException e =
        fails(
            NotNoiseException.class,
            Kind.HANDSHAKE_FAILED,
            patient,
            server -> {
              server.hears(ACT_1);
              server.says(answer);
              if (closes) {
                server.close();
              }
            });
    assertThat(e.protocol()).isEqualTo(protocol);
    assertThat(e).hasMessageContaining(protocol.toString());
  }
}
