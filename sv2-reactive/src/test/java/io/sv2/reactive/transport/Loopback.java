package io.sv2.reactive.transport;

import static org.awaitility.Awaitility.await;

import io.sv2.codec.Sv2Frame;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.Admission;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.test.ConnectionPair;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

/** A listening transport and connections to it, all on the loopback interface. */
public final class Loopback implements AutoCloseable {
  /** For whatever should happen at once; only a failing test waits so long. */
  public static final Duration SOON = Duration.ofSeconds(20);

  /** Whether the bytes on the wire are sealed. */
  public enum Security {
    PLAIN,
    NOISE
  }

  static final AuthoritySecretKey AUTHORITY = AuthoritySecretKey.generate(new SecureRandom());

  final Sv2Transport transport;
  private final Security security;
  private final Queue<Sv2Connection> accepted = new ConcurrentLinkedQueue<>();
  private final DisposableServer server;

  Loopback(Security security, ConnectionConfig config, int maxConnections) {
    this.security = security;
    this.transport = new Sv2Transport(config);
    CertificateIssuer issuer = new CertificateIssuer(NoiseResponderConfig.of(AUTHORITY));
    this.server =
        transport
            .bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                security == Security.PLAIN ? null : () -> new NoiseResponder(issuer),
                new Admission(AdmissionConfig.ofConnections(maxConnections)),
                (connection, ticket) -> accepted.add(connection))
            .block(SOON);
  }

  Loopback(Security security, ConnectionConfig config) {
    this(security, config, 100);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.address();
  }

  /** The two ends of a new connection. */
  ConnectionPair.Ends connect() {
    return new ConnectionPair.Ends(dial().block(SOON), takeAccepted());
  }

  Mono<Sv2Connection> dial() {
    return dial(transport, NoiseInitiatorConfig.pinned(AUTHORITY.publicKey()));
  }

  Mono<Sv2Connection> dial(Sv2Transport from, NoiseInitiatorConfig noise) {
    return from.connect(
        address(), security == Security.PLAIN ? null : () -> new NoiseInitiator(noise));
  }

  Sv2Connection takeAccepted() {
    return await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(SOON)
        .until(accepted::poll, Objects::nonNull);
  }

  @Nullable Sv2Connection acceptedSoFar() {
    return accepted.poll();
  }

  /** A frame of an extension's message, told apart by its number. */
  static Sv2Frame frame(int number, int payloadLength) {
    byte[] payload = new byte[payloadLength];
    for (int i = 0; i < Math.min(4, payloadLength); i++) {
      payload[i] = (byte) (number >>> (8 * i));
    }
    return Sv2Frame.of(1, 7, payload);
  }

  @Override
  public void close() {
    server.disposeNow(SOON);
    transport.dispose();
  }
}
