package io.sv2.reactive.layer;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.reactor.ratelimiter.operator.RateLimiterOperator;
import io.sv2.codec.MessageKind;
import io.sv2.reactive.Incoming;
import io.sv2.reactive.Limits;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.layer.LayerException.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * The layers that come with the library. Limits are Resilience4j's; what they refuse is a {@link
 * LayerException}. A permit is given back however the handler ends, by an answer, an error, an
 * exception that it throws, or because nobody waits for it any more.
 */
public final class Layers {
  private static final double JITTER = 0.5;

  private Layers() {}

  /**
   * A layer that does {@code operator} to the handler's Mono; what a handler throws is its error.
   */
  private static <Q, R> Sv2Layer<Q, R> operator(UnaryOperator<Mono<R>> operator) {
    return inner -> request -> operator.apply(Mono.defer(() -> inner.apply(request)));
  }

  /**
   * Gives up on a handler that does not answer in {@code time}, and cancels it.
   *
   * @param timer measures the time
   */
  public static <Q, R> Sv2Layer<Q, R> timeout(Duration time, Scheduler timer) {
    Limits.positive("time", time);
    LayerException late = new LayerException(Kind.TIMEOUT, "no answer in " + time);
    return operator(answer -> answer.timeout(time, Mono.error(late), timer));
  }

  /**
   * An allowance of requests per time for all that come to where it is put. What exceeds it is
   * refused at once, or waits for as long as {@code config} says.
   */
  public static <Q, R> Sv2Layer<Q, R> rateLimit(RateLimiterConfig config) {
    return inner -> limited(RateLimiter.of("sv2", config), inner);
  }

  private static <Q, R> Function<Q, Mono<R>> limited(
      RateLimiter limiter, Function<Q, Mono<R>> inner) {
    RateLimiterConfig config = limiter.getRateLimiterConfig();
    String limit = config.getLimitForPeriod() + " requests in " + config.getLimitRefreshPeriod();
    return Layers.<Q, R>operator(
            answer ->
                answer
                    .transformDeferred(RateLimiterOperator.of(limiter))
                    .onErrorMap(
                        RequestNotPermitted.class,
                        e -> new LayerException(Kind.RATE_LIMITED, limit)))
        .wrap(inner);
  }

  /**
   * An allowance for each client of a server.
   *
   * @param config of each client's allowance
   * @param maxClients whose allowances are known at a time; beyond that the one that was used least
   *     recently is forgotten, and that client starts with a fresh one. As many as connections may
   *     be open is enough
   */
  public static <R> Sv2Layer<IncomingMessage, R> rateLimitPerClient(
      RateLimiterConfig config, int maxClients) {
    Limits.positive("maxClients", maxClients);
    return inner -> {
      RecentlyUsed<Long, Function<IncomingMessage, Mono<R>>> clients =
          new RecentlyUsed<>(maxClients, id -> limited(RateLimiter.of("sv2", config), inner));
      return request -> clients.get(request.client().id()).apply(request);
    };
  }

  /**
   * At most {@code most} handlers at work at a time; a request on top of that is refused at once.
   */
  public static <Q, R> Sv2Layer<Q, R> concurrencyLimit(int most) {
    Limits.positive("most", most);
    return inner -> {
      Bulkhead bulkhead =
          Bulkhead.of(
              "sv2",
              BulkheadConfig.custom()
                  .maxConcurrentCalls(most)
                  .maxWaitDuration(Duration.ZERO)
                  .build());
      return Layers.<Q, R>operator(
              answer ->
                  answer
                      .transformDeferred(BulkheadOperator.of(bulkhead))
                      .onErrorMap(
                          BulkheadFullException.class,
                          e ->
                              new LayerException(
                                  Kind.CONCURRENCY_LIMITED, most + " requests are at work")))
          .wrap(inner);
    };
  }

  /**
   * Leaves a handler that fails too often alone for a while; what comes then is refused at once.
   */
  public static <Q, R> Sv2Layer<Q, R> circuitBreaker(CircuitBreakerConfig config) {
    return inner -> {
      CircuitBreaker breaker = CircuitBreaker.of("sv2", config);
      return Layers.<Q, R>operator(
              answer ->
                  answer
                      .transformDeferred(CircuitBreakerOperator.of(breaker))
                      .onErrorMap(
                          CallNotPermittedException.class,
                          e ->
                              new LayerException(
                                  Kind.CIRCUIT_OPEN, "too many requests failed lately")))
          .wrap(inner);
    };
  }

  /** Refuses all requests while {@code overloaded} says so; it is asked for each, and is quick. */
  public static <Q, R> Sv2Layer<Q, R> loadShed(BooleanSupplier overloaded) {
    return inner ->
        request ->
            overloaded.getAsBoolean()
                ? Mono.error(new LayerException(Kind.SHED, "there is too much to do"))
                : inner.apply(request);
  }

  /**
   * Answers requests that a layer inside this one has refused, with SubmitShares.Error for one,
   * where otherwise the connection would end.
   */
  public static <Q, R> Sv2Layer<Q, R> onRefusal(
      BiFunction<? super Q, LayerException, Mono<R>> answer) {
    return inner ->
        request ->
            Mono.defer(() -> inner.apply(request))
                .onErrorResume(LayerException.class, refused -> answer.apply(request, refused));
  }

  /**
   * Calls the handler again when it fails; for requests only that may be handled twice.
   *
   * @param idempotent those; all others fail as without this layer
   * @param times how often again, from 1 up
   * @param firstPause before the first; doubles each time, half of it random
   * @param timer measures the pauses
   */
  public static <Q extends Incoming, R> Sv2Layer<Q, R> retry(
      Set<? extends MessageKind> idempotent, int times, Duration firstPause, Scheduler timer) {
    Limits.positive("times", times);
    Limits.positive("firstPause", firstPause);
    Set<MessageKind> kinds = Set.copyOf(idempotent);
    Retry retry =
        Retry.backoff(times, firstPause)
            .jitter(JITTER)
            .scheduler(timer)
            .filter(error -> !(error instanceof LayerException)) // it has been told no
            .onRetryExhaustedThrow((spec, signal) -> signal.failure());
    return inner ->
        request ->
            kinds.contains(request.message().type())
                ? Mono.defer(() -> inner.apply(request)).retryWhen(retry)
                : inner.apply(request);
  }
}
