package io.sv2.reactive.layer;

import static io.sv2.reactive.layer.TestRequests.refused;
import static io.sv2.reactive.layer.TestRequests.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.layer.LayerException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LimitLayersTest {
  private static final Duration PERIOD = Duration.ofDays(1);
  private static final int PERMITS = 2;

  private final AtomicInteger calls = new AtomicInteger();

  private Mono<Integer> handler(IncomingMessage request) {
    return Mono.fromCallable(calls::incrementAndGet);
  }

  private static RateLimiterConfig limit(Duration wait) {
    return RateLimiterConfig.custom()
        .limitForPeriod(PERMITS)
        .limitRefreshPeriod(PERIOD)
        .timeoutDuration(wait)
        .build();
  }

  @Test
  void rateIsOfAllClientsTogether() {
    Sv2Layer<IncomingMessage, Integer> layer = LimitLayers.rateLimit(limit(Duration.ZERO));
    var layered = layer.wrap(this::handler);
    layered.apply(share(1)).block();
    layered.apply(share(2)).block();
    refused(
        Kind.RATE_LIMITED,
        "rateLimit: more than 2 requests in PT24H",
        () -> layered.apply(share(3)).block());
    assertThat(calls).hasValue(PERMITS);
    layer.wrap(this::handler).apply(share(1)).block(); // another place, another allowance
  }

  @Test
  void waitForPermitsCallsTheHandlerLaterAndNotForOneWhoHasLeft() {
    VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
    try {
      var layered =
          LimitLayers.<IncomingMessage, Integer>rateLimit(limit(PERIOD)).wrap(this::handler);
      layered.apply(share()).block();
      layered.apply(share()).block();
      CompletableFuture<Integer> third = layered.apply(share()).toFuture();
      Disposable fourth = layered.apply(share()).subscribe();
      refused(Kind.RATE_LIMITED, "rateLimit", () -> layered.apply(share()).block());
      fourth.dispose();
      assertThat(calls).hasValue(PERMITS);
      time.advanceTimeBy(PERIOD);
      assertThat(third).isCompletedWithValue(PERMITS + 1);
      assertThat(calls).hasValue(PERMITS + 1);
    } finally {
      VirtualTimeScheduler.reset();
    }
  }

  @Test
  void rateIsOfEachClientAndOneThatWasForgottenStartsAfresh() {
    var layered =
        LimitLayers.<Integer>rateLimitPerClient(limit(Duration.ZERO), 2).wrap(this::handler);
    for (long client = 1; client <= 2; client++) {
      IncomingMessage request = share(client);
      layered.apply(request).block();
      layered.apply(request).block();
      refused(
          Kind.RATE_LIMITED,
          "rateLimitPerClient: more than 2",
          () -> layered.apply(request).block());
    }
    layered.apply(share(3)).block(); // client 1 was heard longest ago
    refused(Kind.RATE_LIMITED, "2", () -> layered.apply(share(2)).block());
    layered.apply(share(1)).block();
    assertThat(calls).hasValue(2 * PERMITS + 2);
  }

  @Test
  void hundredThousandClientsStayWithinTheBound() {
    ClientLimiters limiters = new ClientLimiters(limit(Duration.ZERO), 1000);
    for (long client = 0; client < 100_000; client++) {
      assertThat(limiters.of(client)).isSameAs(limiters.of(client));
      assertThat(limiters.size()).isLessThanOrEqualTo(1000);
    }
    assertThat(limiters.size()).isEqualTo(1000);
  }

  @Test
  void requestsAtOnceAreLimitedAndOneThatEndsMakesRoom() {
    Sinks.One<Integer> answer = Sinks.one();
    AtomicInteger entered = new AtomicInteger();
    var layered =
        LimitLayers.<IncomingMessage, Integer>concurrencyLimit(2)
            .wrap(
                request -> {
                  entered.incrementAndGet();
                  return answer.asMono();
                });
    Disposable first = layered.apply(share()).subscribe();
    CompletableFuture<Integer> second = layered.apply(share()).toFuture();
    refused(
        Kind.CONCURRENCY_LIMITED,
        "concurrencyLimit: more than 2 requests at once",
        () -> layered.apply(share()).block());
    assertThat(entered).hasValue(2);
    first.dispose();
    CompletableFuture<Integer> third = layered.apply(share()).toFuture();
    answer.tryEmitValue(7);
    assertThat(second).isCompletedWithValue(7);
    assertThat(third).isCompletedWithValue(7);
  }

  @Test
  void handlersOwnBulkheadIsNotTakenForTheLayer() {
    BulkheadFullException own =
        BulkheadFullException.createBulkheadFullException(Bulkhead.ofDefaults("own"));
    var layered =
        LimitLayers.<IncomingMessage, Integer>concurrencyLimit(1).wrap(request -> Mono.error(own));
    StepVerifier.create(layered.apply(share())).verifyErrorMatches(error -> error == own);
  }

  @Test
  void boundsAreOneOrMore() {
    assertThatIllegalArgumentException().isThrownBy(() -> LimitLayers.concurrencyLimit(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LimitLayers.rateLimitPerClient(limit(PERIOD), 0));
  }
}
