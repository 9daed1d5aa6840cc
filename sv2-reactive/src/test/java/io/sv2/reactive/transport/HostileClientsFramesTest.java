package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.EchoServer.PINNED;
import static io.sv2.reactive.transport.RawPeer.garbage;
import static io.sv2.reactive.transport.RawPeer.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseSession;
import io.sv2.reactive.CloseReason.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that shake hands and misbehave where their first sealed frame is awaited. How long one
 * may be silent there is the service's to say, not the transport's; {@code HostilePeersTest} has
 * it.
 */
class HostileClientsFramesTest extends HostileClients {
  private static final int SEALED = 22 + 20 + 16;

  private static void ends(EchoServer server, RawPeer client, Kind kind) {
    client.hearsTheEnd();
    client.close();
    assertThat(server.ended().kind()).isEqualTo(kind);
  }

  /** An act 1 is as good as any other, but who has not made it cannot go on. */
  @Test
  void sessionReplayedFromAnotherConnection() {
    NoiseInitiator initiator = new NoiseInitiator(PINNED);
    byte[] act1 = initiator.act1();
    RawPeer first = patient.rawClient().says(act1);
    NoiseSession session = initiator.act2(first.hears(NoiseInitiator.ACT_2_LENGTH));
    byte[] frame = sealed(session, 1);
    assertThat(first.says(frame).hears(SEALED)).isNotEqualTo(frame);
    RawPeer second = patient.rawClient().says(act1);
    second.hears(NoiseInitiator.ACT_2_LENGTH);
    ends(patient, second.says(frame), Kind.DECRYPTION_FAILED);
    first.says(sealed(session, 2)).hears(SEALED); // and the one it was recorded from goes on
    first.close();
    assertThat(patient.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
  }

  /** Without waiting for act 2, as a blind replay does: too much comes, or what does not open. */
  @Test
  void sessionReplayedInOnePiece() {
    NoiseInitiator initiator = new NoiseInitiator(PINNED);
    byte[] act1 = initiator.act1();
    RawPeer first = patient.rawClient().says(act1);
    byte[] frame = sealed(initiator.act2(first.hears(NoiseInitiator.ACT_2_LENGTH)), 1);
    first.close();
    assertThat(patient.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
    byte[] all = Arrays.copyOf(act1, act1.length + frame.length);
    System.arraycopy(frame, 0, all, act1.length, frame.length);
    RawPeer second = patient.rawClient().says(all);
    isRefused(patient, second, Kind.HANDSHAKE_FAILED, "more than the 64 bytes of handshake act 1");
  }

  @Test
  void frameSentTwice() {
    RawPeer client = patient.rawClient();
    byte[] frame = sealed(client.shakesHands(PINNED), 1);
    client.says(frame).hears(SEALED);
    ends(patient, client.says(frame), Kind.DECRYPTION_FAILED);
  }

  @Test
  void serversFrameSentBack() {
    RawPeer client = patient.rawClient();
    byte[] answer = client.says(sealed(client.shakesHands(PINNED), 1)).hears(SEALED);
    ends(patient, client.says(answer), Kind.DECRYPTION_FAILED);
  }

  @Test
  void act1OnceMoreWhereAFrameIsAwaited() {
    RawPeer client = patient.rawClient();
    client.shakesHands(PINNED);
    ends(patient, client.says(new NoiseInitiator(PINNED).act1()), Kind.DECRYPTION_FAILED);
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 23, 100_000})
  void garbageAsFrame(int length) {
    RawPeer client = patient.rawClient();
    client.shakesHands(PINNED);
    ends(patient, client.says(garbage(length)), Kind.DECRYPTION_FAILED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 21, 22, 23, SEALED - 1})
  void clientThatClosesItsHalfWithinAFrame(int length) {
    RawPeer client = patient.rawClient();
    byte[] frame = sealed(client.shakesHands(PINNED), 1);
    ends(patient, client.says(frame, length).halfCloses(), Kind.PEER_CLOSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 22, SEALED - 1})
  void clientThatClosesWithinAFrame(int length) {
    RawPeer client = patient.rawClient();
    client.says(sealed(client.shakesHands(PINNED), 1), length).close();
    assertThat(patient.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 22, SEALED - 1})
  void clientThatResetsWithinAFrame(int length) {
    RawPeer client = patient.rawClient();
    client.says(sealed(client.shakesHands(PINNED), 1), length).resets();
    assertThat(patient.ended().kind()).isEqualTo(Kind.IO_ERROR);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 21, 22, SEALED - 1})
  void clientThatStopsWithinAFrame(int length) {
    RawPeer client = hasty.rawClient();
    byte[] frame = sealed(client.shakesHands(PINNED), 1);
    ends(hasty, client.says(frame, length), Kind.FRAME_TIMEOUT);
  }

  @Test
  void frameAByteAtATimeThatTakesTooLong() {
    RawPeer client = hasty.rawClient();
    byte[] frame = sealed(client.shakesHands(PINNED), 1);
    ends(hasty, client.drips(frame, 40, timer), Kind.FRAME_TIMEOUT); // 2,320 ms
  }

  @Test
  void frameAByteAtATimeThatIsInTime() {
    RawPeer client = patient.rawClient();
    NoiseSession session = client.shakesHands(PINNED);
    byte[] answer = client.drips(sealed(session, 1), 1, timer).hears(SEALED);
    session.openHeader(answer, 0, answer, 0);
    client.close();
    assertThat(patient.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
  }
}
