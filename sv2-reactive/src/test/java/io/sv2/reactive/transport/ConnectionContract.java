package io.sv2.reactive.transport;

import static io.sv2.reactive.transport.Loopback.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sv2.codec.FrameHeader;
import io.sv2.codec.Sv2Frame;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.test.ConnectionPair.Ends;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks.EmitResult;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What holds for every connection: in memory, over TCP, plain or encrypted. */
public abstract class ConnectionContract {
  static final Duration SOON = Loopback.SOON;
  private static final Duration REFUSED_FOR_GOOD = Duration.ofMillis(500);
  static final int LARGE = 8 * 1024;

  /** The two ends of a new connection under the default bounds. */
  protected abstract Ends connect();

  @Test
  void framesArriveInOrderBothWays() {
    Ends ends = connect();
    for (int i = 0; i < 100; i++) {
      assertThat(ends.client().outbound().tryEmitNext(frame(i, 40))).isEqualTo(EmitResult.OK);
      assertThat(ends.server().outbound().tryEmitNext(frame(1000 + i, i))).isEqualTo(EmitResult.OK);
    }
    assertArrive(ends.server(), IntStream.range(0, 100).mapToObj(i -> frame(i, 40)).toList());
    assertArrive(ends.client(), IntStream.range(0, 100).mapToObj(i -> frame(1000 + i, i)).toList());
  }

  @Test
  void everyFrameOfALongBurstArrives() {
    Ends ends = connect();
    int count = 5_000;
    Mono<Long> sent =
        Flux.range(0, count)
            .concatMap(i -> ends.client().outboundReady().thenReturn(i), 1)
            .doOnNext(i -> ends.client().outbound().tryEmitNext(frame(i, 30)).orThrow())
            .subscribeOn(Schedulers.parallel())
            .count();
    sent.subscribe();
    assertArrive(ends.server(), IntStream.range(0, count).mapToObj(i -> frame(i, 30)).toList());
  }

  @Test
  void theLargestFrameThereIsArrives() {
    Ends ends = connect();
    ends.server().limitPayload(FrameHeader.MAX_PAYLOAD_LENGTH);
    Sv2Frame largest = frame(0x01020304, FrameHeader.MAX_PAYLOAD_LENGTH);
    StepVerifier.create(ends.server().inbound().take(2).collectList())
        .then(() -> ends.client().outbound().tryEmitNext(largest).orThrow())
        .then(() -> ends.client().outboundReady().block(SOON))
        .then(() -> ends.client().outbound().tryEmitNext(frame(1, 4)).orThrow())
        .assertNext(all -> assertThat(all).containsExactly(largest, frame(1, 4)))
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void frameOverTheLimitEndsTheConnectionBeforeItsPayloadCame() {
    Ends ends = connect();
    ends.server().limitPayload(100);
    ends.client().outbound().tryEmitNext(frame(1, 100)).orThrow();
    ends.client().outbound().tryEmitNext(frame(2, 101)).orThrow();
    ends.client().outbound().tryEmitNext(frame(3, 4)).orThrow();
    StepVerifier.create(ends.server().inbound())
        .expectNext(frame(1, 100))
        .expectComplete()
        .verify(SOON);
    assertEnds(ends.server(), Kind.FRAME_TOO_LARGE);
    assertEnds(ends.client(), Kind.PEER_CLOSED);
  }

  /** Without the bound a peer that never reads makes its server hold all that it is sent. */
  @Test
  void whatAPeerThatNeverReadsIsSentIsBounded() {
    Ends ends = connect();
    // What the sockets of both ends hold is the operating system's, some MiB; the rest is ours.
    assertThat(flood(ends.server())).isLessThan(10_000);
    assertThat(ends.server().outbound().tryEmitNext(frame(0, 0)))
        .isEqualTo(EmitResult.FAIL_OVERFLOW);
  }

  @Test
  void nothingMoreIsReadThanRequestedAndNothingIsLost() {
    Ends ends = connect();
    ends.server().limitPayload(LARGE);
    AtomicInteger received = new AtomicInteger();
    BaseSubscriber<Sv2Frame> reader =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(1);
          }

          @Override
          protected void hookOnNext(Sv2Frame frame) {
            received.incrementAndGet();
          }
        };
    ends.server().inbound().subscribe(reader);
    int accepted = flood(ends.client());
    assertThat(received).hasValue(1);
    reader.requestUnbounded();
    await().atMost(SOON).untilAsserted(() -> assertThat(received).hasValue(accepted));
  }

  @Test
  void outboundIsReadyAgainOnceThePeerReads() {
    Ends ends = connect();
    ends.server().limitPayload(LARGE);
    int accepted = flood(ends.client());
    Mono<Void> ready = ends.client().outboundReady().cache();
    ready.subscribe();
    StepVerifier.create(ends.server().inbound().take(accepted).map(f -> f.payloadLength()))
        .expectNextCount(accepted)
        .expectComplete()
        .verify(SOON);
    StepVerifier.create(ready).expectComplete().verify(SOON);
    assertThat(ends.client().outbound().tryEmitNext(frame(0, 0))).isEqualTo(EmitResult.OK);
  }

  @Test
  void whatWasAcceptedStillLeavesWhenTheConnectionIsClosed() {
    Ends ends = connect();
    for (int i = 0; i < 200; i++) {
      ends.server().outbound().tryEmitNext(frame(i, 50)).orThrow();
    }
    ends.server().close(CloseReason.local("done"));
    ends.server().close(CloseReason.local("the first reason stays"));
    assertArrive(ends.client(), IntStream.range(0, 200).mapToObj(i -> frame(i, 50)).toList());
    StepVerifier.create(ends.server().onClose())
        .expectNext(CloseReason.local("done"))
        .expectComplete()
        .verify(SOON);
    assertEnds(ends.client(), Kind.PEER_CLOSED);
    assertThat(ends.server().outbound().tryEmitNext(frame(0, 0)).isFailure()).isTrue();
  }

  @Test
  void closingWaitsForAPeerThatDoesNotReadOnlySoLong() {
    Ends ends = connect();
    flood(ends.server());
    ends.server().close(CloseReason.local("done"));
    assertEnds(ends.server(), Kind.LOCAL_CLOSE);
  }

  @Test
  void inboundCompletesWhenThePeerLeaves() {
    Ends ends = connect();
    StepVerifier.create(ends.server().inbound())
        .then(() -> ends.client().close(CloseReason.local("done")))
        .expectComplete()
        .verify(SOON);
    assertEnds(ends.server(), Kind.PEER_CLOSED);
    StepVerifier.create(ends.server().outboundReady()).expectComplete().verify(SOON);
  }

  @Test
  void inboundHasOneSubscriberAndASecondDoesNoHarm() {
    Ends ends = connect();
    StepVerifier.create(ends.server().inbound())
        .then(
            () ->
                StepVerifier.create(ends.server().inbound())
                    .expectError(IllegalStateException.class)
                    .verify(SOON))
        .then(() -> ends.client().outbound().tryEmitNext(frame(1, 4)).orThrow())
        .expectNext(frame(1, 4))
        .thenCancel()
        .verify(SOON);
  }

  @Test
  void manyThreadsMaySend() {
    Ends ends = connect();
    ends.server().limitPayload(LARGE);
    int each = 50;
    Flux.range(0, 4)
        .flatMap(
            thread ->
                Flux.range(0, each)
                    .doOnNext(
                        i ->
                            ends.client()
                                .outbound()
                                .tryEmitNext(frame(thread * each + i, 20))
                                .orThrow())
                    .subscribeOn(Schedulers.parallel()))
        .blockLast(SOON);
    StepVerifier.create(ends.server().inbound().take(4L * each).collectList())
        .assertNext(
            all ->
                assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 4 * each).mapToObj(i -> frame(i, 20)).toList()))
        .expectComplete()
        .verify(SOON);
  }

  /** Sends until no more is accepted, however long one waits; returns how much was. */
  static int flood(Sv2Connection connection) {
    int accepted = 0;
    long last = System.nanoTime();
    while (System.nanoTime() - last < REFUSED_FOR_GOOD.toNanos()) {
      EmitResult result = connection.outbound().tryEmitNext(frame(accepted, LARGE));
      if (result == EmitResult.OK) {
        accepted++;
        last = System.nanoTime();
        assertThat(accepted).as("frames that nobody reads").isLessThan(100_000);
      } else if (result != EmitResult.FAIL_OVERFLOW) {
        return accepted; // the connection has ended meanwhile
      }
    }
    return accepted;
  }

  static void assertArrive(Sv2Connection connection, List<Sv2Frame> frames) {
    StepVerifier.create(connection.inbound().take(frames.size()).collectList())
        .assertNext(all -> assertThat(all).isEqualTo(frames))
        .expectComplete()
        .verify(SOON);
  }

  static void assertEnds(Sv2Connection connection, Kind kind) {
    StepVerifier.create(connection.onClose().map(CloseReason::kind))
        .expectNext(kind)
        .expectComplete()
        .verify(SOON);
  }
}
