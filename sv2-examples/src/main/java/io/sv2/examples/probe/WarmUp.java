package io.sv2.examples.probe;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.examples.probe.SetupExchange.Request;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.Admission;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.ProtocolSupport;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.transport.Sv2Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.DisposableServer;

/**
 * Probes a server of its own on the loopback interface, once in a process: what a probe then times
 * is the server, not how long a JVM takes to load libraries.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final AtomicBoolean DONE = new AtomicBoolean();

  private WarmUp() {}

  static void once(boolean plain) {
    if (!DONE.compareAndSet(false, true)) {
      return;
    }
    Sv2Transport transport = new Sv2Transport(ConnectionConfig.DEFAULT);
    try {
      run(transport, plain);
    } catch (RuntimeException e) {
      LOG.debug("the times will be longer than they should be", e); // all the same, it can go on
    } finally {
      transport.dispose();
    }
  }

  private static void run(Sv2Transport transport, boolean plain) {
    AuthoritySecretKey authority = AuthoritySecretKey.generate(new SecureRandom());
    CertificateIssuer issuer = new CertificateIssuer(NoiseResponderConfig.of(authority));
    DisposableServer server =
        transport
            .bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                plain ? null : () -> new NoiseResponder(issuer),
                new Admission(AdmissionConfig.DEFAULT),
                (connection, ticket) -> answer(connection))
            .block(LIMIT);
    if (server == null) {
      return;
    }
    try {
      ProbeConfig config =
          ProbeConfig.of(server.host(), server.port())
              .withAuthorities(Optional.of(authority.publicKey()), Set.of());
      InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
      Sv2Connection connection =
          new Attempt(config, address, plain ? null : config.noise())
              .open(transport, finding -> {});
      SetupExchange.ask(
          config, connection, new Request(Protocol.MINING, ProtocolSupport.VERSION, 0));
    } finally {
      server.disposeNow(LIMIT);
    }
  }

  private static void answer(Sv2Connection connection) {
    connection
        .inbound()
        .next()
        .subscribe(
            frame -> {
              SetupConnectionSuccess yes = new SetupConnectionSuccess(ProtocolSupport.VERSION, 0);
              connection.outbound().tryEmitNext(Sv2Codec.encode(yes));
              connection.close(CloseReason.local("warm"));
            });
  }
}
