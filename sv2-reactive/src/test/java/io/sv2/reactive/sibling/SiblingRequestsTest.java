package io.sv2.reactive.sibling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.reactive.sibling.SiblingException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class SiblingRequestsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int CAPACITY = 8;

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final SiblingRequests<Integer, String> requests =
      new SiblingRequests<>(new SiblingConfig(CAPACITY, 0, 1, TIMEOUT), time);
  private final List<Integer> taken = new ArrayList<>();

  @Test
  void eachAskerGetsItsOwnAnswerInTheOrderOfAsking() {
    serve(number -> Mono.just("answer " + number));
    assertThat(Flux.range(0, 100).concatMap(requests::ask).collectList().block(SOON))
        .isEqualTo(IntStream.range(0, 100).mapToObj(n -> "answer " + n).toList());
    assertThat(taken).isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void requestWaitsUntilTheOneBeforeIsAnswered() {
    Sinks.One<String> first = Sinks.one();
    serve(number -> number == 1 ? first.asMono() : Mono.just("second"));
    CompletableFuture<String> one = requests.ask(1).toFuture();
    CompletableFuture<String> two = requests.ask(2).toFuture();
    assertThat(taken).containsExactly(1);
    assertThat(two).isNotDone();
    first.tryEmitValue("first");
    assertThat(one).isCompletedWithValue("first");
    assertThat(two).isCompletedWithValue("second");
  }

  @Test
  void whatIsAskedBeforeTheSiblingServesWaitsForIt() {
    List<CompletableFuture<String>> early = askAll(1, 3);
    assertThat(early).noneMatch(CompletableFuture::isDone);
    serve(number -> Mono.just("answer " + number));
    assertThat(taken).containsExactly(1, 2, 3);
    assertThat(early).allMatch(CompletableFuture::isDone);
  }

  @Test
  void askingIsForEachSubscriber() {
    serve(number -> Mono.just("answer " + taken.size()));
    Mono<String> ask = requests.ask(1);
    assertThat(taken).isEmpty();
    assertThat(ask.block(SOON)).isEqualTo("answer 1");
    assertThat(ask.block(SOON)).isEqualTo("answer 2");
  }

  @Test
  void moreThanTheCapacityBeforeTheSiblingServesIsRefusedAndTheOthersAreStillAnswered() {
    List<CompletableFuture<String>> waiting = askAll(1, CAPACITY);
    StepVerifier.create(requests.ask(9))
        .expectErrorSatisfies(error -> isOfKind(error, Kind.OVERLOADED, "8 requests"))
        .verify(SOON);
    serve(number -> Mono.just("answer " + number));
    assertThat(waiting).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
    assertThat(requests.ask(10).block(SOON)).isEqualTo("answer 10");
    assertThat(taken).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 10);
  }

  @Test
  void siblingThatIsBusyTakesNoMoreThanTheCapacityAndWhatItHasAtHand() {
    serve(number -> Mono.never());
    List<CompletableFuture<String>> all = askAll(1, 100);
    assertThat(all.stream().filter(future -> !future.isDone()).count())
        .isBetween((long) CAPACITY, CAPACITY + 2L);
    assertThat(all.stream().filter(CompletableFuture::isDone))
        .allSatisfy(asked -> failed(asked, Kind.OVERLOADED, "8 requests"));
    assertThat(taken).containsExactly(1);
  }

  @Test
  void answerThatTakesTooLongFailsTyped() {
    serve(number -> Mono.never());
    CompletableFuture<String> asked = requests.ask(1).toFuture();
    time.advanceTimeBy(TIMEOUT.minusMillis(1));
    assertThat(asked).isNotDone();
    time.advanceTimeBy(Duration.ofMillis(1));
    failed(asked, Kind.TIMEOUT, TIMEOUT.toString());
  }

  @Test
  void requestThatTimedOutIsNotTakenAnyMore() {
    Sinks.One<String> slow = Sinks.one();
    serve(
        number ->
            number == 1
                ? slow.asMono()
                : number == 2 ? Mono.never() : Mono.just("answer " + number));
    CompletableFuture<String> first = requests.ask(1).toFuture();
    CompletableFuture<String> second = requests.ask(2).toFuture();
    CompletableFuture<String> third = requests.ask(3).toFuture();
    time.advanceTimeBy(TIMEOUT.dividedBy(2));
    slow.tryEmitValue("answer 1");
    assertThat(first).isCompletedWithValue("answer 1");
    time.advanceTimeBy(TIMEOUT.dividedBy(2));
    failed(second, Kind.TIMEOUT, "");
    failed(third, Kind.TIMEOUT, "");
    CompletableFuture<String> fourth = requests.ask(4).toFuture();
    time.advanceTimeBy(TIMEOUT.dividedBy(2));
    assertThat(fourth).isCompletedWithValue("answer 4");
    assertThat(taken).containsExactly(1, 2, 4);
  }

  @Test
  void askerThatIsGoneIsPassedOver() {
    Sinks.One<String> first = Sinks.one();
    serve(number -> number == 1 ? first.asMono() : Mono.just("answer " + number));
    Disposable atWork = requests.ask(1).subscribe();
    Disposable waits = requests.ask(2).subscribe();
    CompletableFuture<String> stays = requests.ask(3).toFuture();
    atWork.dispose();
    waits.dispose();
    assertThat(stays).isNotDone();
    first.tryEmitValue("for nobody");
    assertThat(stays).isCompletedWithValue("answer 3");
    assertThat(taken).containsExactly(1, 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void errorOfTheSiblingIsTheAskersAndNobodyElses(boolean thrown) {
    IllegalStateException error = new IllegalStateException("on purpose");
    serve(
        number -> {
          if (number == 1 && thrown) {
            throw error;
          }
          return number == 1 ? Mono.error(error) : Mono.just("answer " + number);
        });
    StepVerifier.create(requests.ask(1))
        .expectErrorSatisfies(e -> assertThat(e).isSameAs(error))
        .verify(SOON);
    assertThat(requests.ask(2).block(SOON)).isEqualTo("answer 2");
  }

  @Test
  void answerWithoutAValueCompletesTheAsker() {
    serve(number -> Mono.empty());
    StepVerifier.create(requests.ask(1)).verifyComplete();
    StepVerifier.create(requests.ask(2)).verifyComplete();
  }

  @Test
  void stoppingFailsWhoWaitsAndWhoAsksLaterAndEndsTheWork() {
    TestPublisher<String> work = TestPublisher.create();
    Disposable serving = serve(number -> work.mono());
    List<CompletableFuture<String>> waiting = askAll(1, 5);
    work.assertSubscribers(1);
    serving.dispose();
    work.assertCancelled();
    assertThat(waiting).allSatisfy(asked -> failed(asked, Kind.STOPPED, "stopped"));
    StepVerifier.create(requests.ask(6))
        .expectErrorSatisfies(error -> isOfKind(error, Kind.STOPPED, "stopped"))
        .verify(SOON);
    assertThat(taken).containsExactly(1);
  }

  @Test
  void whoFindsTheSinkFullWaitsForRoomInTurn() {
    SiblingRequests<Integer, String> roomy =
        new SiblingRequests<>(new SiblingConfig(2, 3, 1, TIMEOUT), time);
    List<CompletableFuture<String>> asked =
        IntStream.rangeClosed(1, 6).mapToObj(n -> roomy.ask(n).toFuture()).toList();
    failed(asked.get(5), Kind.OVERLOADED, "2 requests");
    roomy.serve(
        number -> {
          taken.add(number);
          return Mono.just("answer " + number);
        });
    assertThat(asked.subList(0, 5))
        .allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
    assertThat(taken).containsExactly(1, 2, 3, 4, 5);
    assertThat(roomy.unanswered()).isZero();
  }

  @Test
  void whoWaitsForRoomFailsTypedWhenTheTimeIsOver() {
    SiblingRequests<Integer, String> roomy =
        new SiblingRequests<>(new SiblingConfig(1, 1, 1, TIMEOUT), time);
    CompletableFuture<String> inTheSink = roomy.ask(1).toFuture();
    CompletableFuture<String> outside = roomy.ask(2).toFuture();
    time.advanceTimeBy(TIMEOUT);
    failed(inTheSink, Kind.TIMEOUT, "");
    failed(outside, Kind.TIMEOUT, "");
    assertThat(roomy.unanswered()).isZero();
  }

  @Test
  void whoWithdrawsMakesRoomAtOnce() {
    List<Disposable> first =
        IntStream.rangeClosed(1, CAPACITY).mapToObj(n -> requests.ask(n).subscribe()).toList();
    first.forEach(Disposable::dispose);
    List<CompletableFuture<String>> second = askAll(11, 10 + CAPACITY);
    serve(number -> Mono.just("answer " + number));
    assertThat(second).allMatch(asked -> asked.isDone() && !asked.isCompletedExceptionally());
    assertThat(taken).containsExactly(11, 12, 13, 14, 15, 16, 17, 18);
  }

  @Test
  void asManyAreAtWorkAsConfigured() {
    SiblingRequests<Integer, String> wide =
        new SiblingRequests<>(new SiblingConfig(CAPACITY, 0, 3, TIMEOUT), time);
    wide.serve(
        number -> {
          taken.add(number);
          return Mono.never();
        });
    IntStream.rangeClosed(1, 6).forEach(n -> wide.ask(n).subscribe());
    assertThat(taken).containsExactly(1, 2, 3);
  }

  @Test
  void workThatDoesNotEndIsCancelledAndTheNextIsTaken() {
    TestPublisher<String> work = TestPublisher.create();
    serve(number -> number == 1 ? work.mono() : Mono.just("answer " + number));
    CompletableFuture<String> first = requests.ask(1).toFuture();
    time.advanceTimeBy(TIMEOUT.minusSeconds(1));
    CompletableFuture<String> second = requests.ask(2).toFuture();
    time.advanceTimeBy(Duration.ofSeconds(1));
    failed(first, Kind.TIMEOUT, "");
    work.assertCancelled();
    assertThat(second).isCompletedWithValue("answer 2");
  }

  @Test
  void answerIsWorkedOutOnTheTimersThreadNotTheAskers() {
    Scheduler timer = Schedulers.newSingle("sibling-timer");
    try {
      SiblingRequests<Integer, String> threaded =
          new SiblingRequests<>(new SiblingConfig(CAPACITY, 0, 1, TIMEOUT), timer);
      Queue<String> threads = new ConcurrentLinkedQueue<>();
      threaded.serve(
          number -> {
            threads.add(Thread.currentThread().getName());
            return Mono.just("answer");
          });
      threaded.ask(1).block(SOON);
      threaded.ask(2).block(SOON);
      assertThat(threads).hasSize(2).allMatch(name -> name.startsWith("sibling-timer"));
    } finally {
      timer.dispose();
    }
  }

  private Disposable serve(Function<Integer, Mono<String>> service) {
    return requests.serve(
        number -> {
          taken.add(number);
          return service.apply(number);
        });
  }

  private List<CompletableFuture<String>> askAll(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> requests.ask(n).toFuture()).toList();
  }

  private static void failed(CompletableFuture<String> asked, Kind kind, String detail) {
    assertThat(asked).isDone();
    assertThatThrownBy(() -> asked.get(0, TimeUnit.SECONDS))
        .satisfies(error -> isOfKind(error.getCause(), kind, detail));
  }

  private static void isOfKind(Throwable error, Kind kind, String detail) {
    assertThat(error).isInstanceOf(SiblingException.class).hasMessageContaining(detail);
    assertThat(((SiblingException) error).kind()).isEqualTo(kind);
  }
}
