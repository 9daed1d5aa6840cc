package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnectionError;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.noise.NoiseSession;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.support.LogLines;
import io.sv2.reactive.transport.Sv2ConnectException;
import io.sv2.reactive.transport.Sv2Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * Peers that misbehave, over real sockets: each ends its own connection, for a reason that is in
 * the log, and after each a good client is served, over the one encrypted connection that was open
 * all the time and over a new one.
 */
class HostilePeersTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final AuthoritySecretKey AUTHORITY =
      AuthoritySecretKey.generate(new SecureRandom());
  private static final NoiseInitiatorConfig PINNED =
      NoiseInitiatorConfig.pinned(AUTHORITY.publicKey());

  private static final LogLines LOG = new LogLines();
  private static final Sv2Transport TRANSPORT = new Sv2Transport(ConnectionConfig.DEFAULT);
  private static Sv2ServerService.Running plain;
  private static Sv2ServerService.Running noise;

  private static final class Handler implements Sv2MiningServerHandler {
    @Override
    public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
        Sv2Client client, OpenStandardMiningChannel message) {
      SubmitSharesSuccess large = new SubmitSharesSuccess(1, message.requestId(), 1, 1);
      Sv2Message opened =
          new OpenStandardMiningChannelSuccess(message.requestId(), 1, U256.MAX, B032.EMPTY, 0);
      return Mono.just(
          ResponseFromSv2Server.inOrder(
              ResponseFromSv2Server.send(client, opened),
              new ResponseFromSv2Server.Send(client.id(), Collections.nCopies(1_000, large))));
    }

    @Override
    public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
        Sv2Client client, SubmitSharesStandard message) {
      return Mono.just(
          ResponseFromSv2Server.send(
              client, new SubmitSharesSuccess(1, message.sequenceNumber(), 1, 1)));
    }
  }

  private static Sv2ServerService.Running serve(String name, boolean encrypted, Duration deadline) {
    return Sv2ServerService.newService(
            Sv2ServerServiceConfig.of(
                    name,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    encrypted ? NoiseResponderConfig.of(AUTHORITY) : null,
                    ProtocolSupport.mining(0, 0).withTimeouts(deadline, SOON))
                .withTimeouts(deadline, deadline)
                .withConnection(
                    ConnectionConfig.DEFAULT.withTimeouts(deadline, deadline, deadline)),
            new Handler(),
            NullSv2JobDeclarationServerHandler.INSTANCE,
            NullSv2TemplateDistributionServerHandler.INSTANCE)
        .start()
        .block(SOON);
  }

  @BeforeAll
  static void start() {
    // Code that has just been loaded may take longer than deadlines that are to pass.
    for (boolean encrypted : new boolean[] {false, true}) {
      Sv2ServerService.Running patient = serve("patient", encrypted, SOON);
      isServed(patient, encrypted ? PINNED : null);
      patient.dispose();
    }
    plain = serve("plain", false, SHORT);
    noise = serve("noise", true, SHORT);
  }

  @AfterAll
  static void stop() {
    plain.dispose();
    noise.dispose();
    TRANSPORT.dispose();
    LOG.close();
  }

  @AfterEach
  void goodClientsAreServed() {
    isServed(plain, null);
    isServed(noise, PINNED);
    LOG.lines().clear();
  }

  private static void isServed(
      Sv2ServerService.Running server, NoiseInitiatorConfig authentication) {
    Sv2Connection connection = connect(server, authentication).block(SOON);
    StepVerifier.create(connection.inbound().map(Sv2Codec::decode))
        .then(() -> says(connection, TestPeer.setup()))
        .expectNext(new SetupConnectionSuccess(2, 0))
        .then(() -> says(connection, TestPeer.share(5)))
        .expectNext(new SubmitSharesSuccess(1, 5, 1, 1))
        .thenCancel()
        .verify(SOON);
    connection.close(CloseReason.local("done"));
  }

  private static Mono<Sv2Connection> connect(
      Sv2ServerService.Running server, NoiseInitiatorConfig authentication) {
    return TRANSPORT.connect(
        server.address(), authentication == null ? null : () -> new NoiseInitiator(authentication));
  }

  private static void says(Sv2Connection connection, Sv2Message message) {
    connection.outbound().tryEmitNext(Sv2Codec.encode(message)).orThrow();
  }

  /** A peer that can say anything. */
  private static Socket raw(Sv2ServerService.Running server, byte[]... bytes) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout((int) SOON.toMillis());
    socket.connect(server.address());
    for (byte[] some : bytes) {
      socket.getOutputStream().write(some);
    }
    return socket;
  }

  private static byte[] garbage(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(Sv2Message message) {
    return Sv2Codec.encode(message).toByteArray();
  }

  private static void assertEnds(Socket socket, Kind kind) throws IOException {
    InputStream in = socket.getInputStream();
    try {
      while (in.read() >= 0) {
        // until the server closes
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    socket.close();
    assertLogged(kind);
  }

  private static void assertLogged(Kind kind) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(LOG.lines()).anyMatch(line -> line.contains("closed: " + kind)));
  }

  // ---- in plain

  @Test
  void garbageWhereAFrameIsExpected() throws IOException {
    assertEnds(raw(plain, garbage(100_000)), Kind.FRAME_TOO_LARGE);
  }

  @Test
  void frameOfAnUnknownType() throws IOException {
    assertEnds(raw(plain, Sv2Frame.of(0, 0xff, new byte[9]).toByteArray()), Kind.PROTOCOL_ERROR);
  }

  @Test
  void frameLargerThanIsAllowedBeforeSetup() throws IOException {
    byte[] header = {0, 0, 0, 0x01, 0x08, 0};
    assertEnds(raw(plain, header), Kind.FRAME_TOO_LARGE);
  }

  @Test
  void frameLargerThanIsAllowedAfterSetup() throws IOException {
    byte[] header = {0, (byte) 0x80, 0x1a, 0x01, 0, 0x02};
    assertEnds(raw(plain, bytes(TestPeer.setup()), header), Kind.FRAME_TOO_LARGE);
  }

  @Test
  void silenceFromTheStart() throws IOException {
    assertEnds(raw(plain), Kind.SETUP_TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 6, 20})
  void frameThatDoesNotEnd(int length) throws IOException {
    byte[] begun = Arrays.copyOf(bytes(TestPeer.setup()), length);
    Socket socket = raw(plain, begun);
    try (socket) {
      while (socket.getInputStream().read() >= 0) {
        // until the server closes
      }
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(LOG.lines())
                    .anyMatch(
                        line ->
                            line.contains("closed: FRAME_TIMEOUT")
                                || line.contains("closed: SETUP_TIMEOUT")));
  }

  @Test
  void silenceAfterSetup() throws IOException {
    assertEnds(raw(plain, bytes(TestPeer.setup())), Kind.IDLE_AFTER_SETUP);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "7, 2, 0, unsupported-protocol",
    "2, 2, 0, unsupported-protocol",
    "0, 1, 0, protocol-version-mismatch",
    "0, 3, 0, protocol-version-mismatch",
    "0, 2, 8, unsupported-feature-flags",
  })
  void whatTheServerDoesNotSpeakIsAnsweredFirst(int protocol, int version, long flags, String code)
      throws IOException {
    Socket socket = raw(plain, bytes(TestPeer.setup(protocol, version, version, flags)));
    byte[] expected =
        bytes(
            new SetupConnectionError(
                code.equals(ErrorCodes.UNSUPPORTED_FEATURE_FLAGS) ? flags : 0, Str0255.of(code)));
    assertThat(socket.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
    assertEnds(socket, Kind.SETUP_REFUSED);
  }

  @Test
  void peerThatAsksAndNeverReads() throws IOException {
    Socket socket = raw(plain, bytes(TestPeer.setup()));
    byte[] request = bytes(TestPeer.open(1));
    Thread writer =
        new Thread(
            () -> {
              try {
                while (true) {
                  socket.getOutputStream().write(request);
                }
              } catch (IOException e) {
                // the server has closed the connection
              }
            });
    writer.setDaemon(true);
    writer.start();
    assertLogged(Kind.WRITE_TIMEOUT);
    socket.close();
  }

  @Test
  void peerThatResetsItsConnection() throws IOException {
    Socket socket = raw(plain, bytes(TestPeer.setup()));
    socket.getInputStream().readNBytes(bytes(new SetupConnectionSuccess(2, 0)).length);
    socket.setSoLinger(true, 0);
    socket.close();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(LOG.lines())
                    .anyMatch(line -> line.matches(".* closed: (IO_ERROR|PEER_CLOSED): .*")));
  }

  // ---- encrypted

  @Test
  void garbageWhereAHandshakeIsExpected() throws IOException {
    assertEnds(raw(noise, garbage(200)), Kind.HANDSHAKE_FAILED);
  }

  @Test
  void plainPeerOnAnEncryptedPort() throws IOException {
    assertEnds(raw(noise, bytes(TestPeer.setup())), Kind.HANDSHAKE_FAILED);
    assertThat(LOG.lines()).anyMatch(line -> line.contains("Stratum V2 without encryption"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63})
  void handshakeThatDoesNotEnd(int length) throws IOException {
    assertEnds(raw(noise, garbage(length)), Kind.HANDSHAKE_TIMEOUT);
  }

  /** Any 64 bytes are a key; what follows shows that the peer does not have its secret. */
  @Test
  void garbageAfterAnHonestHandshake() throws IOException {
    Socket socket = raw(noise);
    shakeHands(socket);
    socket.getOutputStream().write(garbage(22));
    assertEnds(socket, Kind.DECRYPTION_FAILED);
  }

  @Test
  void silenceAfterTheHandshake() throws IOException {
    Socket socket = raw(noise);
    shakeHands(socket);
    assertEnds(socket, Kind.SETUP_TIMEOUT);
  }

  @Test
  void sealedFrameThatDoesNotEnd() throws IOException {
    Socket socket = raw(noise);
    byte[] sealed = shakeHands(socket).seal(bytes(TestPeer.setup()));
    socket.getOutputStream().write(sealed, 0, sealed.length - 1);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(LOG.lines())
                    .anyMatch(line -> line.matches(".* closed: (FRAME|SETUP)_TIMEOUT: .*")));
    socket.close();
  }

  @Test
  void damagedFrame() throws IOException {
    Socket socket = raw(noise);
    byte[] sealed = shakeHands(socket).seal(bytes(TestPeer.setup()));
    sealed[sealed.length - 1] ^= 1;
    socket.getOutputStream().write(sealed);
    assertEnds(socket, Kind.DECRYPTION_FAILED);
  }

  private static NoiseSession shakeHands(Socket socket) throws IOException {
    NoiseInitiator initiator = new NoiseInitiator(PINNED);
    socket.getOutputStream().write(initiator.act1());
    return initiator.act2(socket.getInputStream().readNBytes(NoiseInitiator.ACT_2_LENGTH));
  }

  @Test
  void serverWithAnotherAuthoritysCertificateIsNotTrusted() {
    NoiseInitiatorConfig other =
        NoiseInitiatorConfig.pinned(AuthoritySecretKey.generate(new SecureRandom()).publicKey());
    StepVerifier.create(connect(noise, other))
        .expectErrorSatisfies(
            error -> {
              assertThat(error).isInstanceOf(Sv2ConnectException.class);
              assertThat(((Sv2ConnectException) error).reason().kind())
                  .isEqualTo(Kind.HANDSHAKE_FAILED);
            })
        .verify(SOON);
    assertLogged(Kind.PEER_CLOSED);
  }

  @Test
  void serverThatDoesNotShakeHandsIsNotWaitedForForEver() {
    Sv2Transport impatient =
        new Sv2Transport(ConnectionConfig.DEFAULT.withTimeouts(SHORT, SOON, SOON));
    StepVerifier.create(impatient.connect(plain.address(), () -> new NoiseInitiator(PINNED)))
        .expectError(Sv2ConnectException.class)
        .verify(SOON);
    impatient.dispose();
  }
}
