package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.EchoServer.PINNED;
import static io.sv2.reactive.transport.Loopback.AUTHORITY;
import static io.sv2.reactive.transport.Loopback.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sv2.noise.Certificate;
import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.CertificateTimeException;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.support.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that runs for longer than a certificate is valid: nobody notices. */
class CertificateRenewalTest {
  private static final Duration VALIDITY = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T12:00:00Z"));
  private final CertificateIssuer issuer =
      new CertificateIssuer(
          NoiseResponderConfig.of(AUTHORITY).withClock(clock).withCertificateValidity(VALIDITY));
  private final EchoServer server =
      new EchoServer(
          ConnectionConfig.DEFAULT, AdmissionConfig.DEFAULT, () -> new NoiseResponder(issuer));
  private final Sv2Transport clients = new Sv2Transport(ConnectionConfig.DEFAULT);
  private final NoiseInitiatorConfig onTheSameClock = PINNED.withClock(clock);

  @AfterEach
  void stop() {
    server.close();
    clients.dispose();
  }

  private record Connected(Sv2Connection connection, Certificate certificate) {}

  private Connected connect() {
    AtomicReference<NoiseInitiator> initiator = new AtomicReference<>();
    Sv2Connection connection =
        clients
            .connect(
                server.address(),
                () -> {
                  initiator.set(new NoiseInitiator(onTheSameClock));
                  return initiator.get();
                })
            .block(SOON);
    return new Connected(connection, initiator.get().serverCertificate());
  }

  @Test
  void certificatesAreRenewedAndConnectionsOutliveThem() {
    Connected first = connect();
    assertThat(connect().certificate()).isEqualTo(first.certificate());
    clock.advance(VALIDITY.dividedBy(2));
    Connected renewed = connect();
    assertThat(renewed.certificate().notValidAfter())
        .isEqualTo(first.certificate().notValidAfter().plus(VALIDITY.dividedBy(2)));
    clock.advance(VALIDITY.multipliedBy(3)); // both have expired
    Connected last = connect();
    assertThat(last.certificate().notValidAfter()).isEqualTo(clock.instant().plus(VALIDITY));
    EchoServer.isAnswered(first.connection(), 1);
    EchoServer.isAnswered(renewed.connection(), 1);
    EchoServer.isAnswered(last.connection(), 1);
  }

  /** What the renewal is for: without it the client would say so. */
  @Test
  void clientSeesAnExpiredCertificateOfAServerWhoseClockStands() {
    NoiseInitiatorConfig later =
        PINNED.withClock(Clock.offset(clock, VALIDITY.plus(Duration.ofMinutes(1))));
    Sv2ConnectException e =
        catchThrowableOfType(
            Sv2ConnectException.class,
            () -> clients.connect(server.address(), () -> new NoiseInitiator(later)).block(SOON));
    assertThat(e.reason().kind()).isEqualTo(CloseReason.Kind.HANDSHAKE_FAILED);
    assertThat(e).hasCauseExactlyInstanceOf(CertificateTimeException.class);
    assertThat(server.ended().kind()).isEqualTo(CloseReason.Kind.PEER_CLOSED);
  }
}
