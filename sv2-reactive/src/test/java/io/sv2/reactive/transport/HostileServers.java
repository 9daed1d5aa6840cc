package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.Loopback.AUTHORITY;
import static io.sv2.reactive.transport.Loopback.SOON;
import static io.sv2.reactive.transport.Loopback.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * Two clients of raw servers, one with a deadline that passes in the test and one with a deadline
 * that does not: what ends by the deadline is told from what ends at once. After each test the
 * client must have closed its socket, and connect to a good server.
 */
abstract class HostileServers {
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final Duration NEVER = Duration.ofHours(1);
  static final int ACT_1 = NoiseInitiator.ACT_1_LENGTH;
  static final int ACT_2 = NoiseInitiator.ACT_2_LENGTH;

  static final int PAYLOAD = 20;
  static final int SEALED = 22 + PAYLOAD + 16;

  final CertificateIssuer issuer = new CertificateIssuer(NoiseResponderConfig.of(AUTHORITY));
  final NoiseInitiatorConfig noise = NoiseInitiatorConfig.pinned(AUTHORITY.publicKey());
  final Sv2Transport hasty =
      new Sv2Transport(ConnectionConfig.DEFAULT.withTimeouts(DEADLINE, DEADLINE, SOON));
  final Sv2Transport patient =
      new Sv2Transport(ConnectionConfig.DEFAULT.withTimeouts(NEVER, NEVER, SOON));
  final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  RawServer server;

  /** Code that has just been loaded may take longer than the deadline. */
  @BeforeAll
  static void warmUp() {
    try (Loopback good = new Loopback(Loopback.Security.NOISE, ConnectionConfig.DEFAULT)) {
      good.connect().client().close(CloseReason.local("done"));
    }
  }

  @AfterEach
  void nothingIsLeftAndAGoodServerIsReached() {
    if (server != null) {
      server.hearsTheEnd();
      server.close();
    }
    timer.shutdownNow();
    try (Loopback good = new Loopback(Loopback.Security.NOISE, ConnectionConfig.DEFAULT)) {
      for (Sv2Transport transport : new Sv2Transport[] {hasty, patient}) {
        Sv2Connection connection = good.dial(transport, noise).block(SOON);
        connection.outbound().tryEmitNext(frame(1, 4)).orThrow();
        assertThat(good.takeAccepted().inbound().blockFirst(SOON)).isEqualTo(frame(1, 4));
        connection.close(CloseReason.local("done"));
        transport.dispose();
      }
    }
  }

  NoiseResponder responder() {
    return new NoiseResponder(issuer);
  }
}
