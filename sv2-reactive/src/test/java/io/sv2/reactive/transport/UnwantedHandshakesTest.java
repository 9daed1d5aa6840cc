package io.sv2.reactive.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.Admission;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.netty.DisposableServer;

/** Handshakes that somebody computes and nobody wants any more leave no keys behind. */
@Timeout(60)
class UnwantedHandshakesTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final AuthoritySecretKey AUTHORITY =
      AuthoritySecretKey.generate(new SecureRandom());
  private static final NoiseInitiatorConfig PINNED =
      NoiseInitiatorConfig.pinned(AUTHORITY.publicKey());

  private final Sv2Transport transport =
      new Sv2Transport(
          ConnectionConfig.DEFAULT.withTimeouts(
              Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(5)));
  private final List<NoiseInitiator> initiators = new CopyOnWriteArrayList<>();

  @AfterEach
  void dispose() {
    transport.dispose();
  }

  private NoiseInitiator initiator() {
    NoiseInitiator made = new NoiseInitiator(PINNED);
    initiators.add(made);
    return made;
  }

  private Sv2ConnectException failure(ServerSocket server) {
    return catchThrowableOfType(
        Sv2ConnectException.class,
        () ->
            transport
                .connect((InetSocketAddress) server.getLocalSocketAddress(), this::initiator)
                .block(SOON));
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @Test
  void aClientThatGetsNoAnswerForgetsItsKey() throws IOException {
    try (ServerSocket server = listen()) {
      assertThat(failure(server).reason().kind()).isEqualTo(Kind.HANDSHAKE_TIMEOUT);
      assertThat(initiators).hasSize(1);
      assertThatIllegalStateException() // and not a failure to decrypt, with a key that is there
          .isThrownBy(() -> initiators.get(0).act2(new byte[NoiseInitiator.ACT_2_LENGTH]));
    }
  }

  @Test
  void aSessionThatComesTooLateIsDestroyed() throws Exception {
    CertificateIssuer issuer = new CertificateIssuer(NoiseResponderConfig.of(AUTHORITY));
    List<NoiseResponder> responders = new CopyOnWriteArrayList<>();
    CountDownLatch left = new CountDownLatch(1);
    Admission admission = new Admission(AdmissionConfig.DEFAULT);
    DisposableServer server =
        transport
            .bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> {
                  awaitQuietly(left);
                  NoiseResponder made = new NoiseResponder(issuer);
                  responders.add(made);
                  return made;
                },
                admission,
                (connection, ticket) -> connection.inbound().subscribe())
            .block(SOON);
    InetSocketAddress address = (InetSocketAddress) server.address();
    byte[] act1 = new NoiseInitiator(PINNED).act1();
    try (Socket client = new Socket(address.getAddress(), address.getPort())) {
      client.setSoTimeout((int) SOON.toMillis());
      client.getOutputStream().write(act1);
      assertThat(client.getInputStream().read()).isEqualTo(-1); // the deadline has passed
    }
    left.countDown();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(responders).hasSize(1);
              assertThat(responders.get(0).session().isDead()).isTrue();
            });
    server.disposeNow(SOON);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aTransportThatIsShutDownLetsNobodyWait() throws Exception {
    Sv2Transport patient = new Sv2Transport(ConnectionConfig.DEFAULT);
    try (ServerSocket server = listen()) {
      InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
      var attempt = patient.connect(address, this::initiator).toFuture();
      server.setSoTimeout((int) SOON.toMillis());
      try (Socket accepted = server.accept()) {
        accepted.setSoTimeout((int) SOON.toMillis());
        accepted.getInputStream().readNBytes(NoiseInitiator.ACT_1_LENGTH);
        patient.dispose();
        await().atMost(Duration.ofSeconds(5)).until(attempt::isDone);
        assertThat(attempt)
            .failsWithin(Duration.ZERO)
            .withThrowableThat()
            .havingCause()
            .isInstanceOfSatisfying(
                Sv2ConnectException.class,
                e -> assertThat(e.reason().kind()).isEqualTo(Kind.LOCAL_CLOSE));
      }
      Sv2ConnectException after =
          catchThrowableOfType(
              Sv2ConnectException.class,
              () -> patient.connect(address, this::initiator).block(SOON));
      assertThat(after.reason().kind()).isEqualTo(Kind.LOCAL_CLOSE);
    }
  }

  @Test
  void aConnectionThatIsThereOutlivesItsTransport() throws Exception {
    CertificateIssuer issuer = new CertificateIssuer(NoiseResponderConfig.of(AUTHORITY));
    Sv2Transport serving = new Sv2Transport(ConnectionConfig.DEFAULT);
    Sv2Transport connecting = new Sv2Transport(ConnectionConfig.DEFAULT);
    DisposableServer server =
        serving
            .bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> new NoiseResponder(issuer),
                new Admission(AdmissionConfig.DEFAULT),
                (connection, ticket) -> connection.inbound().subscribe())
            .block(SOON);
    Sv2Connection connection =
        connecting.connect((InetSocketAddress) server.address(), this::initiator).block(SOON);
    connecting.dispose();
    assertThat(connection.onClose().toFuture()).isNotDone();
    connection.close(CloseReason.local("done"));
    server.disposeNow(SOON);
    serving.dispose();
  }
}
