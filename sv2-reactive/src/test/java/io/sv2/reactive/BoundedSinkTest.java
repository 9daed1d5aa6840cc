package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks.EmitFailureHandler;
import reactor.core.publisher.Sinks.EmitResult;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class BoundedSinkTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final BoundedSink<Integer> sink = new BoundedSink<>(8);

  @Test
  void refusesWhatIsMoreThanItsBoundAndLosesNothing() {
    fill(8);
    assertThat(sink.tryEmitNext(8)).isEqualTo(EmitResult.FAIL_OVERFLOW);
    assertThat(sink.size()).isEqualTo(8);
    StepVerifier.create(sink.asFlux(), 0)
        .thenRequest(3)
        .expectNext(0, 1, 2)
        .then(() -> assertThat(sink.tryEmitNext(9)).isEqualTo(EmitResult.OK))
        .thenRequest(100)
        .expectNext(3, 4, 5, 6, 7, 9)
        .then(sink::tryEmitComplete)
        .expectComplete()
        .verify(SOON);
  }

  /** A consumer that can drain the queue behind its back would make the bound meaningless. */
  @Test
  void itsFluxCannotBeFused() {
    assertThat(sink.asFlux()).isNotInstanceOf(Fuseable.class);
  }

  @Test
  void isReadyBelowHalfAndNotAgainBeforeAQuarter() {
    fill(3);
    StepVerifier.create(sink.ready()).expectComplete().verify(SOON);
    fill(1);
    Mono<Void> ready = sink.ready();
    StepVerifier.create(sink.asFlux(), 0)
        .then(() -> StepVerifier.create(ready).expectTimeout(Duration.ofMillis(1)).verify())
        .thenRequest(1)
        .expectNextCount(1)
        .then(() -> StepVerifier.create(ready).expectTimeout(Duration.ofMillis(1)).verify())
        .thenRequest(1)
        .expectNextCount(1)
        .then(() -> StepVerifier.create(ready).expectComplete().verify(SOON))
        .thenCancel()
        .verify(SOON);
  }

  @Test
  void whoWaitsForRoomIsToldWhenTheConsumerLeaves() {
    fill(8);
    Mono<Void> ready = sink.ready();
    StepVerifier.create(sink.asFlux(), 0).thenCancel().verify(SOON);
    StepVerifier.create(ready).expectComplete().verify(SOON);
    StepVerifier.create(sink.ready()).expectComplete().verify(SOON);
    assertThat(sink.tryEmitNext(1)).isEqualTo(EmitResult.FAIL_CANCELLED);
  }

  @Test
  void completionComesAfterWhatWasAccepted() {
    fill(8);
    assertThat(sink.tryEmitComplete()).isEqualTo(EmitResult.OK);
    assertThat(sink.tryEmitNext(9)).isEqualTo(EmitResult.FAIL_TERMINATED);
    StepVerifier.create(sink.asFlux()).expectNextCount(8).expectComplete().verify(SOON);
  }

  @Test
  void emitNextAsksTheFailureHandler() {
    fill(8);
    AtomicInteger asked = new AtomicInteger();
    sink.emitNext(8, (signal, result) -> result.isFailure() && asked.incrementAndGet() < 3);
    assertThat(asked).hasValue(3);
    StepVerifier.create(sink.asFlux())
        .expectNextCount(8)
        .expectErrorMatches(Exceptions::isOverflow)
        .verify(SOON);
  }

  @Test
  void threadsThatMeetAllSucceed() {
    int threads = 4;
    int each = 20_000;
    BoundedSink<Integer> shared = new BoundedSink<>(threads * each);
    AtomicInteger failed = new AtomicInteger();
    Flux.range(0, threads)
        .flatMap(
            t ->
                Flux.range(0, each)
                    .doOnNext(
                        i -> {
                          if (shared.tryEmitNext(t * each + i) != EmitResult.OK) {
                            failed.incrementAndGet();
                          }
                        })
                    .subscribeOn(Schedulers.parallel()))
        .blockLast(SOON);
    assertThat(failed).hasValue(0);
    shared.emitComplete(EmitFailureHandler.FAIL_FAST);
    StepVerifier.create(shared.asFlux().distinct().count())
        .expectNext((long) threads * each)
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void hasOneSubscriber() {
    sink.asFlux().subscribe();
    assertThat(sink.currentSubscriberCount()).isEqualTo(1);
    StepVerifier.create(sink.asFlux()).expectError(IllegalStateException.class).verify(SOON);
  }

  @Test
  void boundIsFromEightUp() {
    assertThatThrownBy(() -> new BoundedSink<Integer>(7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("capacity");
  }

  private void fill(int count) {
    IntStream.range(0, count).forEach(i -> sink.tryEmitNext(i).orThrow());
  }
}
