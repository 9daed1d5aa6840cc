package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.EchoServer.PINNED;
import static io.sv2.reactive.transport.Loopback.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.reactive.Admission.Cause;
import io.sv2.reactive.AdmissionConfig;
import io.sv2.reactive.ConnectionConfig;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * All clients of a large farm come at once, as after a power cut: each is served, or refused and
 * counted; none hangs, nothing is left, and who was connected before is served all along.
 */
class HandshakeStormTest {
  private static final int CLIENTS = 2_000;
  private static final Duration STORM = Duration.ofSeconds(60); // a failing test waits so long
  private static final Duration SHARE_ANSWERED = Duration.ofMillis(100);
  private static final long HEAP_GROWTH = 32L << 20;
  private static final long DIRECT_GROWTH = 64L << 20;

  private static final NoiseInitiatorConfig CHEAP = PINNED.withCurve(new CheapCurve());
  private final Sv2Transport clients = new Sv2Transport(ConnectionConfig.DEFAULT);
  private EchoServer server;

  /** The deadline is no matter of these tests, and a slow machine should not make it one. */
  private static ConnectionConfig config(int threads, int queue) {
    return EchoServer.config(STORM, threads, queue);
  }

  @AfterEach
  void stop() {
    server.close();
    clients.dispose();
  }

  private long refused() {
    return Stream.of(Cause.values()).mapToLong(server.admission::refused).sum();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long direct() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }

  /** A server whose code has just been loaded is slow for a second; this is not about that. */
  @BeforeAll
  static void warmUp() {
    for (int i = 0; i < 2; i++) {
      try (EchoServer other = new EchoServer(config(1, 64), AdmissionConfig.DEFAULT);
          Farm farm = new Farm(other.address(), CHEAP)) {
        farm.comes(CLIENTS, STORM);
      }
    }
  }

  private int stormIsWeathered(ConnectionConfig config, AdmissionConfig admission) {
    server = new EchoServer(config, admission);
    long heapBefore = heap();
    long directBefore = direct();
    SteadyClient steady = new SteadyClient(clients, server);
    int answered;
    try (Farm farm = new Farm(server.address(), CHEAP)) {
      farm.comes(CLIENTS, STORM);
      answered = farm.answered();
      assertThat(refused()).isEqualTo(farm.refused()).isEqualTo(CLIENTS - answered);
      assertThat(server.admission.connections()).isEqualTo(answered + 1);
      assertThat(server.handshakesDone.getAndSet(0)).isEqualTo(answered + 1);
    }
    server.ended(answered); // all but the steady one
    assertThat(steady.stopsAnd99thPercentile()).isLessThan(SHARE_ANSWERED);
    server.ended(1);
    server.holdsNothing();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(heap() - heapBefore).isLessThan(HEAP_GROWTH));
    assertThat(direct() - directBefore).isLessThan(DIRECT_GROWTH);
    server.serves(clients);
    assertThat(server.handshakesDone).hasValue(1);
    return answered;
  }

  @Test
  void stormUnderTheDefaultBounds() {
    ConnectionConfig d = ConnectionConfig.DEFAULT;
    int answered =
        stormIsWeathered(config(d.handshakeThreads(), d.handshakeQueue()), AdmissionConfig.DEFAULT);
    assertThat(answered).isGreaterThan(d.handshakeQueue());
    assertThat(refused()).isEqualTo(server.admission.refused(Cause.HANDSHAKE_QUEUE));
  }

  @Test
  void stormUnderBoundsThatAreTooSmallForIt() {
    AdmissionConfig d = AdmissionConfig.DEFAULT;
    AdmissionConfig small =
        new AdmissionConfig(
            d.maxConnections(),
            d.maxPerAddress(),
            256,
            d.maxAwaitingSetup(),
            d.maxWithoutChannel(),
            d.handshakesPerAddressPerMinute(),
            d.addressesRemembered());
    int answered = stormIsWeathered(config(1, 64), small);
    assertThat(answered).isBetween(64, CLIENTS - 1);
    assertThat(refused())
        .isEqualTo(
            server.admission.refused(Cause.HANDSHAKE)
                + server.admission.refused(Cause.HANDSHAKE_QUEUE));
  }
}
