package io.sv2.reactive.layer;

import static io.sv2.reactive.layer.TestRequests.share;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.observation.ObservationRegistry;
import io.sv2.codec.MessageType;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What holds for all layers alike; each has room for one request at a time. */
class EveryLayerTest {
  private static final VirtualTimeScheduler TIME = VirtualTimeScheduler.create();
  private static final Duration LONG = Duration.ofDays(1);
  private static final RateLimiterConfig PLENTY =
      RateLimiterConfig.custom()
          .limitForPeriod(1_000_000)
          .limitRefreshPeriod(LONG)
          .timeoutDuration(Duration.ZERO)
          .build();

  private Supplier<Mono<String>> answer = () -> Mono.just("answer");

  static Stream<Named<Sv2Layer<IncomingMessage, String>>> layers() {
    return Stream.of(
        Named.of("none", Sv2Layer.none()),
        Named.of("timeout", Layers.timeout(LONG, TIME)),
        Named.of("rateLimit", LimitLayers.rateLimit(PLENTY)),
        Named.of("rateLimitPerClient", LimitLayers.rateLimitPerClient(PLENTY, 1)),
        Named.of("concurrencyLimit", LimitLayers.concurrencyLimit(1)),
        Named.of("circuitBreaker", LimitLayers.circuitBreaker(CircuitBreakerConfig.ofDefaults())),
        Named.of("loadShed", Layers.loadShed(() -> false)),
        Named.of("onRefusal", Layers.onRefusal((request, refused) -> Mono.just("refused"))),
        Named.of("observed", Layers.observed(ObservationRegistry.create())),
        Named.of(
            "logged",
            Layers.logged(LoggerFactory.getLogger(EveryLayerTest.class), Redaction.DEFAULT)),
        Named.of(
            "retry", Layers.retry(Set.of(MessageType.CLOSE_CHANNEL), 3, Duration.ofDays(1), TIME)));
  }

  private Function<IncomingMessage, Mono<String>> wrap(Sv2Layer<IncomingMessage, String> layer) {
    return layer.wrap(request -> answer.get());
  }

  /** As a service calls: what is thrown is a failure as well. */
  private static Mono<String> call(Function<IncomingMessage, Mono<String>> layered) {
    return Mono.defer(() -> layered.apply(share()));
  }

  private void stillAnswers(Function<IncomingMessage, Mono<String>> layered) {
    answer = () -> Mono.just("answer");
    StepVerifier.create(call(layered)).expectNext("answer").verifyComplete();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void answersPassAtOnceOneAfterTheOther(Sv2Layer<IncomingMessage, String> layer) {
    Function<IncomingMessage, Mono<String>> layered = wrap(layer);
    stillAnswers(layered);
    answer = Mono::empty;
    StepVerifier.create(call(layered)).verifyComplete();
    stillAnswers(layered);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void failurePassesAsItIs(Sv2Layer<IncomingMessage, String> layer) {
    Function<IncomingMessage, Mono<String>> layered = wrap(layer);
    IllegalStateException failure = new IllegalStateException("on purpose");
    answer = () -> Mono.error(failure);
    StepVerifier.create(call(layered)).verifyErrorMatches(error -> error == failure);
    stillAnswers(layered);
    answer =
        () -> {
          throw failure;
        };
    StepVerifier.create(call(layered)).verifyErrorMatches(error -> error == failure);
    stillAnswers(layered);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void handlerThatReturnsNoMonoFails(Sv2Layer<IncomingMessage, String> layer) {
    Function<IncomingMessage, Mono<String>> layered = wrap(layer);
    answer = () -> null;
    StepVerifier.create(call(layered)).verifyError(NullPointerException.class);
    stillAnswers(layered);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void whatIsHeldIsGivenBackAfterTenThousandCancels(Sv2Layer<IncomingMessage, String> layer) {
    Function<IncomingMessage, Mono<String>> layered = wrap(layer);
    AtomicInteger cancelled = new AtomicInteger();
    answer = () -> Mono.<String>never().doOnCancel(cancelled::incrementAndGet);
    for (int i = 0; i < 10_000; i++) {
      call(layered).subscribe().dispose();
    }
    assertThat(cancelled).hasValue(10_000);
    stillAnswers(layered);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void nothingIsCalledBeforeItIsSubscribedTo(Sv2Layer<IncomingMessage, String> layer) {
    AtomicInteger calls = new AtomicInteger();
    Function<IncomingMessage, Mono<String>> layered =
        layer.wrap(request -> Mono.fromCallable(() -> "call " + calls.incrementAndGet()));
    Mono<String> call = layered.apply(share());
    assertThat(calls).hasValue(0);
    assertThat(call.block()).isEqualTo("call 1");
  }
}
