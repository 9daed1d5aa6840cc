package io.sv2.reactive.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sv2.codec.Sv2Frame;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.test.ConnectionPair.Ends;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

/** What holds for every connection over TCP, plain or encrypted. */
abstract class TransportContract extends ConnectionContract {
  private static final Duration SHORT = Duration.ofMillis(300);

  private Loopback loopback;

  abstract Loopback.Security security();

  Loopback listen(ConnectionConfig config) {
    loopback = new Loopback(security(), config);
    return loopback;
  }

  @Override
  protected Ends connect() {
    return listen(ConnectionConfig.DEFAULT).connect();
  }

  @AfterEach
  void close() {
    if (loopback != null) {
      loopback.close();
    }
  }

  @Test
  void peerThatNeverReadsIsCutAfterTheWriteTimeout() {
    ConnectionConfig config = ConnectionConfig.DEFAULT.withTimeouts(SOON, SOON, SHORT);
    Ends ends = listen(config).connect();
    flood(ends.server());
    assertEnds(ends.server(), Kind.WRITE_TIMEOUT);
  }

  /** The operating system asks for more only once a third of its buffer is free: be patient. */
  @Test
  void peerThatReadsSlowlyIsNotCut() {
    Duration writeTimeout = Duration.ofMillis(800);
    Ends ends = listen(ConnectionConfig.DEFAULT.withTimeouts(SOON, SOON, writeTimeout)).connect();
    ends.client().limitPayload(LARGE);
    int accepted = flood(ends.server());
    int part = accepted / 6; // two of them in a timeout, all of them in three
    StepVerifier.Step<Sv2Frame> reading =
        StepVerifier.create(ends.client().inbound().take(accepted), part).expectNextCount(part);
    for (int i = 1; i < 6; i++) {
      reading =
          reading.thenAwait(writeTimeout.dividedBy(2)).thenRequest(part).expectNextCount(part);
    }
    reading.thenRequest(part).expectNextCount(accepted - 6L * part).expectComplete().verify(SOON);
  }

  @Test
  void connectionsOfOneThreadShareTheirScheduler() {
    int threads = LoopResources.DEFAULT_IO_WORKER_COUNT;
    loopback = new Loopback(security(), ConnectionConfig.DEFAULT, 2 * threads + 1);
    List<Ends> all =
        IntStream.rangeClosed(0, 2 * threads).mapToObj(i -> loopback.connect()).toList();
    assertThat(all.stream().map(ends -> ends.server().scheduler()).distinct())
        .hasSizeLessThanOrEqualTo(threads);
  }

  @Test
  void connectionsOverTheBoundAreRefusedUntilOneLeaves() {
    loopback = new Loopback(security(), ConnectionConfig.DEFAULT, 2);
    Ends first = loopback.connect();
    loopback.connect();
    Mono<CloseReason> third = loopback.dial().flatMap(Sv2Connection::onClose);
    StepVerifier.create(third.onErrorComplete()).thenConsumeWhile(r -> true).verifyComplete();
    assertThat(loopback.acceptedSoFar()).isNull();
    first.client().close(CloseReason.local("leaves"));
    assertEnds(first.server(), Kind.PEER_CLOSED);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              loopback.dial().onErrorComplete().block(SOON);
              assertThat(loopback.acceptedSoFar()).isNotNull();
            });
  }
}
