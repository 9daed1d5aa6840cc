package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.Loopback.AUTHORITY;
import static io.sv2.reactive.transport.Loopback.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sv2.codec.Sv2Frame;
import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.Admission;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.ConnectionState;
import io.sv2.reactive.Sv2Connection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;

/** Sends every frame back, and notes what becomes of handshakes and of connections. */
final class EchoServer implements AutoCloseable {
  /** What clients of this server connect with. */
  static final NoiseInitiatorConfig PINNED = NoiseInitiatorConfig.pinned(AUTHORITY.publicKey());

  static final Duration POLL = Duration.ofMillis(2);

  final Admission admission;
  final Sv2Transport transport;
  final AtomicInteger handshakesDone = new AtomicInteger();
  private final Queue<CloseReason> failedHandshakes = new ConcurrentLinkedQueue<>();
  private final Queue<CloseReason> ends = new ConcurrentLinkedQueue<>();
  private final DisposableServer server;

  /** As by default, but for how long a handshake may take and how many are at work and wait. */
  static ConnectionConfig config(Duration deadline, int threads, int queue) {
    ConnectionConfig d = ConnectionConfig.DEFAULT;
    return new ConnectionConfig(
        deadline,
        deadline,
        d.frameTimeout(),
        d.writeTimeout(),
        d.closeTimeout(),
        d.outbound(),
        d.initialMaxPayload(),
        threads,
        queue);
  }

  EchoServer(ConnectionConfig config, AdmissionConfig admissionConfig) {
    this(config, admissionConfig, responders());
  }

  EchoServer(
      ConnectionConfig config,
      AdmissionConfig admissionConfig,
      @Nullable Supplier<NoiseResponder> responders) {
    admission = new Admission(admissionConfig);
    admission.onHandshakes(
        (succeeded, nanos, reason) -> {
          if (succeeded) {
            handshakesDone.incrementAndGet();
          } else {
            failedHandshakes.add(reason);
          }
        });
    transport = new Sv2Transport(config);
    server =
        transport
            .bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                responders,
                admission,
                this::accept)
            .block(SOON);
  }

  static Supplier<NoiseResponder> responders() {
    CertificateIssuer issuer = new CertificateIssuer(NoiseResponderConfig.of(AUTHORITY));
    return () -> new NoiseResponder(issuer);
  }

  private void accept(Sv2Connection connection, Admission.Ticket ticket) {
    ticket.moveTo(ConnectionState.SETUP);
    connection.onClose().subscribe(ends::add);
    connection
        .inbound()
        .subscribe(
            frame -> {
              ticket.moveTo(ConnectionState.ACTIVE);
              connection.outbound().tryEmitNext(frame);
            });
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.address();
  }

  RawPeer rawClient() {
    return RawPeer.connect(address());
  }

  /** Why the next handshake has failed. */
  CloseReason failedHandshake() {
    return next(failedHandshakes);
  }

  /** Why the next connection whose handshake was done has ended. */
  CloseReason ended() {
    return next(ends);
  }

  /** As many connections have ended; of handshakes that failed nobody will ask. */
  void ended(int connections) {
    for (int i = 0; i < connections; i++) {
      ended();
    }
    failedHandshakes.clear();
  }

  private static CloseReason next(Queue<CloseReason> reasons) {
    return await().pollInterval(POLL).atMost(SOON).until(reasons::poll, Objects::nonNull);
  }

  /** A good client comes, is answered, and leaves. */
  void serves(Sv2Transport client) {
    Sv2Connection connection =
        client.connect(address(), () -> new NoiseInitiator(PINNED)).block(SOON);
    isAnswered(connection, 1);
    connection.close(CloseReason.local("done"));
    assertThat(ended().kind()).isEqualTo(CloseReason.Kind.PEER_CLOSED);
  }

  static void isAnswered(Sv2Connection connection, int number) {
    Sv2Frame frame = Loopback.frame(number, 20);
    connection.outbound().tryEmitNext(frame).orThrow();
    assertThat(connection.inbound().blockFirst(SOON)).isEqualTo(frame);
  }

  /** No connection is counted any more, in any state or from any address, nor a reason untold. */
  void holdsNothing() {
    await()
        .pollInterval(POLL)
        .atMost(SOON)
        .untilAsserted(() -> assertThat(admission.connections()).isZero());
    assertThat(admission.addresses()).isZero();
    for (ConnectionState state : ConnectionState.values()) {
      assertThat(admission.connections(state)).as("%s", state).isZero();
    }
    assertThat(failedHandshakes).isEmpty();
    assertThat(ends).isEmpty();
  }

  @Override
  public void close() {
    server.disposeNow(SOON);
    transport.dispose();
  }
}
