package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.Loopback.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sv2.noise.NoiseInitiator;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.Sv2Connection;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Sends a frame as long as a share every 10 ms, and measures how long each answer takes.
 *
 * <p>Where the sender itself, who waits for nobody, comes much too late, the machine had stood
 * still: what was on its way then is not measured.
 */
final class SteadyClient {
  private static final int MOST = 20_000;
  private static final int SHARE = 24;
  private static final int UNMEASURED = 10;
  private static final long STOOD_STILL = Duration.ofMillis(40).toNanos(); // between two frames

  private final AtomicLongArray sentAt = new AtomicLongArray(MOST);
  private final AtomicLongArray answeredAt = new AtomicLongArray(MOST);
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
              answeredAt.set(number, System.nanoTime());
            });
    timer.scheduleAtFixedRate(this::send, 0, 10, TimeUnit.MILLISECONDS);
    // Not measured: the first for whom code is loaded.
    await().atMost(SOON).until(() -> answered.get() >= UNMEASURED);
  }

  private void send() {
    int number = sent.get();
    sentAt.set(number, System.nanoTime());
    connection.outbound().tryEmitNext(Loopback.frame(number, SHARE)).orThrow();
    sent.incrementAndGet();
  }

  /** Sends no more, and sees that all was answered. Returns what 99 of 100 answers took at most. */
  Duration stopsAnd99thPercentile() {
    timer.shutdown();
    await().atMost(SOON).untilAsserted(() -> assertThat(timer.isTerminated()).isTrue());
    await().atMost(SOON).untilAsserted(() -> assertThat(answered.get()).isEqualTo(sent.get()));
    connection.close(CloseReason.local("done"));
    long[] sorted =
        IntStream.range(UNMEASURED, sent.get())
            .filter(i -> !machineStoodStill(i))
            .mapToLong(i -> answeredAt.get(i) - sentAt.get(i))
            .sorted()
            .toArray();
    assertThat(sorted)
        .as("measured, of %d", sent.get())
        .hasSizeGreaterThan(20)
        .hasSizeGreaterThan((sent.get() - UNMEASURED) * 2 / 3);
    return Duration.ofNanos(sorted[sorted.length * 99 / 100]);
  }

  /** From just before {@code number} was sent until the first frame after its answer. */
  private boolean machineStoodStill(int number) {
    for (int next = number; next < sent.get(); next++) {
      if (sentAt.get(next) - sentAt.get(next - 1) > STOOD_STILL) {
        return true;
      } else if (sentAt.get(next) > answeredAt.get(number)) {
        return false;
      }
    }
    return false;
  }
}
