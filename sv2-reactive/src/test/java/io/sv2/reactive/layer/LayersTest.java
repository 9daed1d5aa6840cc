package io.sv2.reactive.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.sv2.codec.MessageType;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.layer.LayerException.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class LayersTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final RateLimiterConfig THREE_A_DAY =
      RateLimiterConfig.custom()
          .limitForPeriod(3)
          .limitRefreshPeriod(Duration.ofDays(1))
          .timeoutDuration(Duration.ZERO)
          .build();

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final AtomicInteger calls = new AtomicInteger();
  private Function<IncomingMessage, Mono<String>> handler = request -> Mono.just("done");

  private Function<IncomingMessage, Mono<String>> with(Sv2Layer<IncomingMessage, String> layer) {
    return layer.wrap(
        request -> {
          calls.incrementAndGet();
          return handler.apply(request);
        });
  }

  private static void refused(Mono<String> answer, Kind kind, String detail) {
    StepVerifier.create(answer)
        .expectErrorSatisfies(
            error -> {
              assertThat(error).isInstanceOf(LayerException.class).hasMessageContaining(detail);
              assertThat(((LayerException) error).kind()).isEqualTo(kind);
            })
        .verify(SECOND);
  }

  private static void answered(Mono<String> answer) {
    StepVerifier.create(answer).expectNext("done").expectComplete().verify(SECOND);
  }

  @Test
  void handlerThatDoesNotAnswerInTimeIsCancelled() {
    TestPublisher<String> work = TestPublisher.create();
    handler = request -> work.mono();
    Function<IncomingMessage, Mono<String>> limited = with(Layers.timeout(SECOND, time));
    var answer = limited.apply(Requests.share(1)).toFuture();
    time.advanceTimeBy(SECOND.minusMillis(1));
    assertThat(answer).isNotDone();
    time.advanceTimeBy(Duration.ofMillis(1));
    assertThat(answer).isCompletedExceptionally();
    work.assertCancelled();
    refused(Mono.fromFuture(answer), Kind.TIMEOUT, "PT1S");
  }

  @Test
  void moreThanTheAllowanceIsRefused() {
    Function<IncomingMessage, Mono<String>> limited = with(Layers.rateLimit(THREE_A_DAY));
    for (int i = 0; i < 3; i++) {
      answered(limited.apply(Requests.share(i)));
    }
    refused(limited.apply(Requests.share(4)), Kind.RATE_LIMITED, "3 requests in PT24H");
    assertThat(calls).hasValue(3);
  }

  @Test
  void eachClientHasItsOwnAllowance() {
    Function<IncomingMessage, Mono<String>> limited =
        with(Layers.rateLimitPerClient(THREE_A_DAY, 100));
    for (int i = 0; i < 3; i++) {
      answered(limited.apply(Requests.share(1)));
    }
    refused(limited.apply(Requests.share(1)), Kind.RATE_LIMITED, "3 requests");
    answered(limited.apply(Requests.share(2)));
  }

  @Test
  void noMoreClientsAreKnownThanAllowed() {
    RecentlyUsed<Long, Object> clients = new RecentlyUsed<>(100, id -> new Object());
    Object first = clients.get(0L);
    for (long i = 1; i < 100_000; i++) {
      clients.get(i);
      assertThat(clients.get(0L)).isSameAs(first); // used all along
    }
    assertThat(clients.size()).isEqualTo(100);
  }

  @Test
  void onlySoManyAreAtWork() {
    TestPublisher<String> work = TestPublisher.create();
    handler = request -> work.mono();
    Function<IncomingMessage, Mono<String>> limited = with(Layers.concurrencyLimit(2));
    var first = limited.apply(Requests.share(1)).toFuture();
    Disposable second = limited.apply(Requests.share(2)).subscribe();
    refused(limited.apply(Requests.share(3)), Kind.CONCURRENCY_LIMITED, "2 requests are at work");
    second.dispose();
    var third = limited.apply(Requests.share(3)).toFuture();
    work.emit("done");
    assertThat(first).isCompletedWithValue("done");
    assertThat(third).isCompletedWithValue("done");
  }

  @Test
  void permitsAreGivenBackHoweverAHandlerEnds() {
    Function<IncomingMessage, Mono<String>> limited = with(Layers.concurrencyLimit(1));
    for (int i = 0; i < 10_000; i++) {
      handler = request -> Mono.never();
      limited.apply(Requests.share(i)).subscribe().dispose();
      handler = request -> Mono.error(new IllegalStateException("on purpose"));
      StepVerifier.create(limited.apply(Requests.share(i)))
          .expectErrorMessage("on purpose")
          .verify(SECOND);
      handler =
          request -> {
            throw new IllegalStateException("on purpose");
          };
      StepVerifier.create(limited.apply(Requests.share(i)))
          .expectErrorMessage("on purpose")
          .verify(SECOND);
      handler = request -> Mono.empty();
      StepVerifier.create(limited.apply(Requests.share(i))).expectComplete().verify(SECOND);
    }
    handler = request -> Mono.just("done");
    answered(limited.apply(Requests.share(1)));
  }

  @Test
  void handlerThatFailsTooOftenIsLeftAlone() {
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .slidingWindowSize(4)
            .minimumNumberOfCalls(4)
            .failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofDays(1))
            .build();
    Function<IncomingMessage, Mono<String>> broken = with(Layers.circuitBreaker(config));
    handler = request -> Mono.error(new IllegalStateException("on purpose"));
    for (int i = 0; i < 4; i++) {
      StepVerifier.create(broken.apply(Requests.share(i)))
          .expectErrorMessage("on purpose")
          .verify(SECOND);
    }
    refused(broken.apply(Requests.share(5)), Kind.CIRCUIT_OPEN, "failed lately");
    assertThat(calls).hasValue(4);
  }

  @Test
  void loadIsShedWhileThereIsTooMuch() {
    AtomicBoolean overloaded = new AtomicBoolean(true);
    Function<IncomingMessage, Mono<String>> shedding = with(Layers.loadShed(overloaded::get));
    refused(shedding.apply(Requests.share(1)), Kind.SHED, "too much");
    overloaded.set(false);
    answered(shedding.apply(Requests.share(2)));
  }

  @Test
  void refusedRequestCanBeAnswered() {
    Function<IncomingMessage, Mono<String>> kind =
        with(
            Layers.<IncomingMessage, String>onRefusal(
                    (request, refused) -> Mono.just(request.client().id() + " " + refused.kind()))
                .around(Layers.loadShed(() -> true)));
    assertThat(kind.apply(Requests.share(7)).block()).isEqualTo("7 SHED");
    handler = request -> Mono.error(new IllegalStateException("no refusal"));
    StepVerifier.create(
            with(Layers.<IncomingMessage, String>onRefusal(
                    (request, refused) -> Mono.just("answered")))
                .apply(Requests.share(1)))
        .expectErrorMessage("no refusal")
        .verify(SECOND);
  }

  @Test
  void idempotentRequestIsTriedAgainAfterPauses() {
    handler =
        request ->
            calls.get() < 3 ? Mono.error(new IllegalStateException("not yet")) : Mono.just("done");
    Function<IncomingMessage, Mono<String>> persistent =
        with(Layers.retry(Set.of(MessageType.SUBMIT_SHARES_STANDARD), 3, SECOND, time));
    var answer = persistent.apply(Requests.share(1)).toFuture();
    assertThat(calls).hasValue(1);
    time.advanceTimeBy(Duration.ofMillis(499));
    assertThat(calls).hasValue(1);
    time.advanceTimeBy(Duration.ofSeconds(5));
    assertThat(answer).isCompletedWithValue("done");
    assertThat(calls).hasValue(3);
  }

  @Test
  void inTheEndTheErrorIsTheHandlersOwn() {
    handler = request -> Mono.error(new IllegalStateException("on purpose"));
    var answer =
        with(Layers.<IncomingMessage, String>retry(
                Set.of(MessageType.SUBMIT_SHARES_STANDARD), 2, SECOND, time))
            .apply(Requests.share(1))
            .toFuture();
    time.advanceTimeBy(Duration.ofMinutes(1));
    assertThat(calls).hasValue(3);
    assertThatThrownBy(answer::join).hasRootCauseMessage("on purpose");
  }

  @Test
  void whatIsNotIdempotentOrWasRefusedIsNotTriedAgain() {
    handler = request -> Mono.error(new IllegalStateException("on purpose"));
    StepVerifier.create(
            with(Layers.<IncomingMessage, String>retry(
                    Set.of(MessageType.CLOSE_CHANNEL), 3, SECOND, time))
                .apply(Requests.share(1)))
        .expectErrorMessage("on purpose")
        .verify(SECOND);
    handler = request -> Mono.error(new LayerException(Kind.SHED, "no"));
    refused(
        with(Layers.<IncomingMessage, String>retry(
                Set.of(MessageType.SUBMIT_SHARES_STANDARD), 3, SECOND, time))
            .apply(Requests.share(1)),
        Kind.SHED,
        "no");
    assertThat(calls).hasValue(2);
  }

  @Test
  void boundsArePositive() {
    assertThatThrownBy(() -> Layers.concurrencyLimit(0)).hasMessageContaining("most");
    assertThatThrownBy(() -> Layers.rateLimitPerClient(THREE_A_DAY, 0))
        .hasMessageContaining("maxClients");
    assertThatThrownBy(() -> Layers.timeout(Duration.ZERO, time)).hasMessageContaining("time");
    assertThatThrownBy(() -> Layers.retry(Set.of(), 0, SECOND, time)).hasMessageContaining("times");
  }
}
