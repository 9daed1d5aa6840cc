package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.Loopback.SOON;
import static io.sv2.reactive.transport.Loopback.frame;
import static io.sv2.reactive.transport.RawPeer.garbage;
import static io.sv2.reactive.transport.RawPeer.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseSession;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.Sv2Connection;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that shake hands and misbehave where their first sealed frame is awaited, once the client
 * has sent its own: as far as the transport sees it, whose deadline is that of a frame begun.
 */
class HostileServersFramesTest extends HostileServers {
  private void ends(Kind kind, Sv2Transport client, BiConsumer<RawPeer, NoiseSession> script) {
    server =
        new RawServer(
            s -> {
              NoiseResponder responder = responder();
              s.says(responder.respond(s.hears(ACT_1)));
              script.accept(s, responder.session());
            });
    Sv2Connection connection =
        client.connect(server.address(), () -> new NoiseInitiator(noise)).block(SOON);
    connection.outbound().tryEmitNext(frame(1, PAYLOAD)).orThrow();
    assertThat(connection.inbound().collectList().block(SOON)).isEmpty();
    ConnectionContract.assertEnds(connection, kind);
  }

  @Test
  void ownFrameSentBack() {
    ends(Kind.DECRYPTION_FAILED, patient, (server, s) -> server.says(server.hears(SEALED)));
  }

  @Test
  void garbageAsFrame() {
    ends(
        Kind.DECRYPTION_FAILED,
        patient,
        (server, session) -> {
          server.hears(SEALED);
          server.says(garbage(22));
        });
  }

  @Test
  void frameOfAnotherConnection() {
    ends(
        Kind.DECRYPTION_FAILED,
        patient,
        (server, session) -> {
          NoiseInitiator other = new NoiseInitiator(noise);
          NoiseResponder responder = responder();
          responder.respond(other.act1());
          server.hears(SEALED);
          server.says(sealed(responder.session(), 1));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 21, 22, 23, SEALED - 1})
  void serverThatClosesWithinAFrame(int length) {
    ends(
        Kind.PEER_CLOSED,
        patient,
        (server, session) -> {
          server.hears(SEALED);
          server.says(sealed(session, 1), length);
          server.close();
        });
  }

  @Test
  void serverThatClosesItsHalfWithinAFrame() {
    ends(
        Kind.PEER_CLOSED,
        patient,
        (server, session) -> {
          server.hears(SEALED);
          server.says(sealed(session, 1), 22).halfCloses();
        });
  }

  @Test
  void serverThatResetsWithinAFrame() {
    ends(
        Kind.IO_ERROR,
        patient,
        (server, session) -> {
          server.hears(SEALED);
          server.says(sealed(session, 1), 22).resets();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 21, 22, SEALED - 1})
  void serverThatStopsWithinAFrame(int length) {
    ends(
        Kind.FRAME_TIMEOUT,
        hasty,
        (server, session) -> {
          server.hears(SEALED);
          server.says(sealed(session, 1), length);
        });
  }

  @Test
  void frameAByteAtATimeThatTakesTooLong() {
    ends(
        Kind.FRAME_TIMEOUT,
        hasty,
        (server, session) -> {
          server.hears(SEALED);
          server.drips(sealed(session, 1), 40, timer); // 2,320 ms
        });
  }
}
