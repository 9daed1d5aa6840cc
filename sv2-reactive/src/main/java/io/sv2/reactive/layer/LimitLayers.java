package io.sv2.reactive.layer;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.sv2.reactive.Limits;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.handler.UnexpectedMessageException;
import io.sv2.reactive.layer.LayerException.Kind;
import java.time.Duration;

/**
 * Layers that count, by Resilience4j: each counts for the place where it is put. What holds for all
 * of {@link Layers} holds for them.
 */
public final class LimitLayers {
  private static final int LOCK_FREE_FROM = 2; // with a window of one it fails at the second call

  private LimitLayers() {}

  /**
   * Lets so many requests through in a period, from all clients together; fails by {@code
   * RATE_LIMITED} beyond that.
   *
   * @param config with {@code timeoutDuration} zero, what is too much is refused at once. With any
   *     other, which Resilience4j's defaults have, a request that gets its permit within that time
   *     waits for it, and its handler is then called on a thread of {@code Schedulers.parallel()};
   *     there wait at most as many as there are permits in that time
   */
  public static <Q, R> Sv2Layer<Q, R> rateLimit(RateLimiterConfig config) {
    return inner -> {
      RateLimiter limiter = RateLimiter.of("rateLimit", config);
      return RateLimit.around(inner, request -> limiter, "rateLimit");
    };
  }

  /**
   * As {@link #rateLimit}, with an allowance for each client of a server. Only that of the {@code
   * maxClients} clients that were heard last is kept: one that was forgotten, as one that connects
   * anew, starts afresh with a whole allowance. A bound below the server's number of connections
   * therefore lets clients that take turns have more than their share.
   *
   * @param maxClients 1 or more
   * @throws IllegalArgumentException when {@code maxClients} is less
   */
  public static <R> Sv2Layer<IncomingMessage, R> rateLimitPerClient(
      RateLimiterConfig config, int maxClients) {
    Limits.positive("maxClients", maxClients);
    return inner -> {
      ClientLimiters limiters = new ClientLimiters(config, maxClients);
      return RateLimit.around(
          inner, request -> limiters.of(request.client().id()), "rateLimitPerClient");
    };
  }

  /**
   * Lets so many requests be under way at once, of all clients together; fails by {@code
   * CONCURRENCY_LIMITED} at once beyond that. One client's requests are never at once.
   *
   * @param most 1 or more; a handler that never answers holds its place until it is cancelled
   * @throws IllegalArgumentException when {@code most} is less
   */
  public static <Q, R> Sv2Layer<Q, R> concurrencyLimit(int most) {
    Limits.positive("concurrencyLimit", most);
    BulkheadConfig config =
        BulkheadConfig.custom()
            .maxConcurrentCalls(most)
            .maxWaitDuration(Duration.ZERO)
            .writableStackTraceEnabled(false)
            .build();
    return inner -> {
      Bulkhead bulkhead = Bulkhead.of("concurrencyLimit", config);
      return Guard.around(
          inner,
          call -> call.transform(BulkheadOperator.of(bulkhead)),
          BulkheadFullException.class,
          () ->
              new LayerException(
                  Kind.CONCURRENCY_LIMITED,
                  "concurrencyLimit: more than " + most + " requests at once"));
    };
  }

  /**
   * Fails by {@code CIRCUIT_OPEN} without calling a handler that has failed, or been slow, too
   * often. A timeout counts where it is inside of this layer. A message that is not for this role
   * is the peer's failure and never counts, nor does what a layer inside has refused, or one peer
   * could have all others refused.
   *
   * @param config what is too often, and for how long
   */
  public static <Q, R> Sv2Layer<Q, R> circuitBreaker(CircuitBreakerConfig config) {
    CircuitBreakerConfig ours =
        CircuitBreakerConfig.from(config)
            .clock(config.getClock())
            .slidingWindowSynchronizationStrategy(synchronization(config))
            .ignoreException(
                error ->
                    error instanceof UnexpectedMessageException
                        || isRefusal(error)
                        || config.getIgnoreExceptionPredicate().test(error))
            .writableStackTraceEnabled(false)
            .build();
    return inner -> {
      CircuitBreaker breaker = CircuitBreaker.of("circuitBreaker", ours);
      return Guard.around(
          inner,
          call -> call.transform(CircuitBreakerOperator.of(breaker)),
          CallNotPermittedException.class,
          () ->
              new LayerException(
                  Kind.CIRCUIT_OPEN, "circuitBreaker: " + breaker.getState() + " after failures"));
    };
  }

  /** Without a lock that event loops would wait for, wherever Resilience4j can do without. */
  private static SlidingWindowSynchronizationStrategy synchronization(CircuitBreakerConfig config) {
    return config.getSlidingWindowSize() < LOCK_FREE_FROM
            || config.getPermittedNumberOfCallsInHalfOpenState() < LOCK_FREE_FROM
        ? SlidingWindowSynchronizationStrategy.SYNCHRONIZED
        : SlidingWindowSynchronizationStrategy.LOCK_FREE;
  }

  /**
   * What a layer inside has refused says nothing of the handler, and is often one client's doing.
   */
  private static boolean isRefusal(Throwable error) {
    return error instanceof LayerException refused && refused.kind() != Kind.TIMEOUT;
  }
}
