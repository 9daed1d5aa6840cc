package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.Loopback.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sv2.noise.NoiseInitiator;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.Sv2Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Sends a frame as long as a share every 10 ms, and measures how long each answer takes. */
final class SteadyClient {
  private static final int MOST = 20_000;
  private static final int SHARE = 24;
  private static final int UNMEASURED = 10;

  private final AtomicLongArray nanos = new AtomicLongArray(MOST); // sent at, then taken
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Sv2Connection connection;

  SteadyClient(Sv2Transport transport, EchoServer server) {
    connection =
        transport
            .connect(server.address(), () -> new NoiseInitiator(EchoServer.PINNED))
            .block(SOON);
    connection
        .inbound()
        .subscribe(
            frame -> {
              int number = answered.getAndIncrement(); // in order
              if (!frame.equals(Loopback.frame(number, SHARE))) {
                throw new AssertionError("another answer to " + number);
              }
              nanos.accumulateAndGet(number, System.nanoTime(), (from, to) -> to - from);
            });
    timer.scheduleAtFixedRate(this::send, 0, 10, TimeUnit.MILLISECONDS);
    // Not measured: the first for whom code is loaded.
    await().atMost(SOON).until(() -> answered.get() >= UNMEASURED);
  }

  private void send() {
    int number = sent.get();
    nanos.set(number, System.nanoTime());
    connection.outbound().tryEmitNext(Loopback.frame(number, SHARE)).orThrow();
    sent.incrementAndGet();
  }

  /** Sends no more, and sees that all was answered. Returns what 99 of 100 answers took at most. */
  Duration stopsAnd99thPercentile() {
    timer.shutdown();
    await().atMost(SOON).untilAsserted(() -> assertThat(timer.isTerminated()).isTrue());
    await().atMost(SOON).untilAsserted(() -> assertThat(answered.get()).isEqualTo(sent.get()));
    connection.close(CloseReason.local("done"));
    long[] sorted = new long[sent.get() - UNMEASURED];
    Arrays.setAll(sorted, i -> nanos.get(UNMEASURED + i));
    Arrays.sort(sorted);
    assertThat(sorted).hasSizeGreaterThan(20);
    return Duration.ofNanos(sorted[sorted.length * 99 / 100]);
  }
}
