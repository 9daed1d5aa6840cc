package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.Loopback.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sv2.noise.NoiseSession;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.support.LeakedBuffers;
import io.sv2.reactive.support.LogLines;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * Two servers of raw clients, one with deadlines that pass in the test and one with deadlines that
 * do not: what ends by a deadline is told from what ends at once. After each test both serve a good
 * client and hold nothing; after all of them no buffer is left unreleased.
 */
abstract class HostileClients {
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final Duration NEVER = Duration.ofHours(1);

  static EchoServer hasty;
  static EchoServer patient;
  static Sv2Transport good;
  private static LeakedBuffers leaked;

  final LogLines log = new LogLines();
  final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

  @BeforeAll
  static void start() {
    leaked = new LeakedBuffers();
    hasty = new EchoServer(within(DEADLINE), AdmissionConfig.DEFAULT);
    patient = new EchoServer(within(NEVER), AdmissionConfig.DEFAULT);
    good = new Sv2Transport(ConnectionConfig.DEFAULT);
    patient.serves(good); // code that has just been loaded may take longer than the deadline
  }

  private static ConnectionConfig within(Duration deadline) {
    return ConnectionConfig.DEFAULT.withTimeouts(deadline, deadline, SOON);
  }

  @AfterAll
  static void stop() {
    hasty.close();
    patient.close();
    good.dispose();
    assertThat(leaked.found()).isEmpty();
    leaked.close();
  }

  @AfterEach
  void goodClientsAreServedAndNothingIsLeft() {
    timer.shutdownNow();
    log.close();
    hasty.serves(good);
    patient.serves(good);
    hasty.holdsNothing();
    patient.holdsNothing();
  }

  /** Its handshake fails, which is told, and logged, and the end of it. */
  final void isRefused(EchoServer server, RawPeer client, Kind kind, String detail) {
    CloseReason reason = server.failedHandshake();
    assertThat(reason.kind()).isEqualTo(kind);
    assertThat(reason.detail()).contains(detail);
    await()
        .pollInterval(EchoServer.POLL)
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(log.lines()).singleElement().asString().contains("closed: " + reason));
    client.hearsTheEnd();
    client.close();
  }

  final void isServed(RawPeer client, NoiseSession session) {
    byte[] sealed = RawPeer.sealed(session, 1);
    client.says(sealed);
    byte[] answer = client.hears(sealed.length);
    session.openHeader(answer, 0, answer, 0);
  }
}
