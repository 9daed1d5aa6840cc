package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.EchoServer.PINNED;
import static io.sv2.reactive.transport.Loopback.SOON;
import static io.sv2.reactive.transport.RawPeer.garbage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.common.SetupConnection;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.OtherProtocol;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.ConnectionState;
import io.sv2.reactive.test.ScriptedPeer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that misbehave where act 1 is awaited: the server ends each by itself, says why to the
 * log and to who counts handshakes, and holds nothing of it afterwards.
 */
class HostileClientsTest extends HostileClients {
  private void timesOut(RawPeer client, int received) {
    String detail = "the handshake was not done in PT1S: " + received + " of 64 bytes of act 1";
    isRefused(hasty, client, Kind.HANDSHAKE_TIMEOUT, detail);
  }

  private void isTruncated(RawPeer client, int received) {
    String detail = "closed the connection after " + received + " of 64 bytes of handshake act 1";
    isRefused(patient, client, Kind.HANDSHAKE_FAILED, detail);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63})
  void clientThatStopsWithinAct1(int length) {
    timesOut(hasty.rawClient().says(garbage(length)), length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63})
  void clientThatClosesWithinAct1(int length) {
    RawPeer client = patient.rawClient().says(garbage(length));
    client.close();
    isTruncated(client, length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63})
  void clientThatClosesItsHalfWithinAct1(int length) {
    isTruncated(patient.rawClient().says(garbage(length)).halfCloses(), length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63})
  void clientThatResetsWithinAct1(int length) {
    RawPeer client = patient.rawClient().says(garbage(length));
    client.resets();
    isTruncated(client, length);
  }

  @Test
  void act1AByteAtATimeThatTakesTooLong() {
    byte[] act1 = new NoiseInitiator(PINNED).act1();
    RawPeer client = hasty.rawClient().drips(act1, 40, timer); // 2,560 ms
    isRefused(hasty, client, Kind.HANDSHAKE_TIMEOUT, "of 64 bytes of act 1 came");
  }

  @Test
  void act1AByteAtATimeThatIsInTime() {
    NoiseInitiator initiator = new NoiseInitiator(PINNED);
    RawPeer client = patient.rawClient().drips(initiator.act1(), 1, timer);
    isServed(client, initiator.act2(client.hears(NoiseInitiator.ACT_2_LENGTH)));
    client.close();
    assertThat(patient.ended().kind()).isEqualTo(Kind.PEER_CLOSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 100_000})
  void bytesThatComeWithAct1(int more) {
    RawPeer client = patient.rawClient().says(garbage(64 + more));
    isRefused(patient, client, Kind.HANDSHAKE_FAILED, "more than the 64 bytes of handshake act 1");
  }

  static Stream<Arguments> otherProtocols() throws Exception {
    return Stream.of(
        Arguments.of(OtherProtocol.PLAIN_SV2, setup()),
        Arguments.of(
            OtherProtocol.STRATUM_V1,
            text("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\":[]}".substring(0, 49))),
        Arguments.of(OtherProtocol.HTTP, text("GET / HTTP/1.1\r\nHost: pool\r\n\r\n")),
        Arguments.of(OtherProtocol.TLS, clientHello()));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] setup() {
    SetupConnection setup = ScriptedPeer.setupConnection(0, 2, 2, 0);
    return Sv2Codec.encode(setup).toByteArray();
  }

  private static byte[] clientHello() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    SSLEngine engine = context.createSSLEngine("pool.example.com", 443);
    engine.setUseClientMode(true);
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    return Arrays.copyOf(out.array(), out.position());
  }

  /** They wait for an answer, which must not take until the deadline. */
  @ParameterizedTest
  @MethodSource("otherProtocols")
  void clientOfAnotherProtocol(OtherProtocol protocol, byte[] bytes) {
    RawPeer client = patient.rawClient().says(bytes);
    isRefused(patient, client, Kind.HANDSHAKE_FAILED, "looks like " + protocol);
  }

  @ParameterizedTest
  @MethodSource("otherProtocols")
  void clientOfAnotherProtocolAByteAtATime(OtherProtocol protocol, byte[] bytes) {
    RawPeer client = patient.rawClient().drips(bytes, 1, timer);
    isRefused(patient, client, Kind.HANDSHAKE_FAILED, "looks like " + protocol);
  }

  /** Any 64 bytes are a key. A certificate is all that whoever says them gets. */
  @Test
  void garbageAsAct1IsAnswered() {
    RawPeer client = patient.rawClient().says(garbage(64));
    client.hears(NoiseInitiator.ACT_2_LENGTH);
    client.says(garbage(22));
    client.hearsTheEnd();
    assertThat(patient.ended().kind()).isEqualTo(Kind.DECRYPTION_FAILED);
  }

  /** The log must not say that the client has gone. */
  @Test
  void clientOfAServerThatIsShutDown() {
    EchoServer server = new EchoServer(ConnectionConfig.DEFAULT, AdmissionConfig.DEFAULT);
    RawPeer client = server.rawClient().says(garbage(63));
    await().atMost(SOON).until(() -> server.admission.connections(ConnectionState.HANDSHAKE) == 1);
    server.transport.dispose();
    isRefused(server, client, Kind.LOCAL_CLOSE, "shut down before the handshake was done");
    server.holdsNothing();
    server.close();
  }

  /** None of them keeps a thread that others wait for. */
  @Test
  void goodClientsAreServedWhileManyHostileOnesHoldTheirConnections() {
    List<RawPeer> hostile = new ArrayList<>();
    byte[] act1 = new NoiseInitiator(PINNED).act1();
    for (int i = 0; i < 50; i++) {
      hostile.add(patient.rawClient());
      hostile.add(patient.rawClient().says(garbage(63)));
      hostile.add(patient.rawClient().drips(act1, 1_000, timer));
      hostile.add(patient.rawClient().says(garbage(64)));
    }
    for (int i = 0; i < 5; i++) {
      patient.serves(good);
    }
    await()
        .pollInterval(EchoServer.POLL)
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(patient.admission.connections(ConnectionState.HANDSHAKE)).isEqualTo(150);
              assertThat(patient.admission.connections(ConnectionState.SETUP)).isEqualTo(50);
            });
    hostile.forEach(RawPeer::close);
    for (int i = 0; i < 150; i++) {
      CloseReason reason = patient.failedHandshake();
      assertThat(reason.kind()).isEqualTo(Kind.HANDSHAKE_FAILED);
    }
    for (int i = 0; i < 50; i++) {
      patient.ended();
    }
  }
}
