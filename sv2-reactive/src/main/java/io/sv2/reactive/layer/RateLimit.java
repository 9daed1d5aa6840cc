package io.sv2.reactive.layer;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Asks a limiter before the handler is called.
 *
 * <p>Not by the library's own operator: while that waits for a permit nobody can cancel it, and
 * then it calls the handler for a client that has left.
 */
final class RateLimit {
  private RateLimit() {}

  static <Q, R> Function<Q, Mono<R>> around(
      Function<Q, Mono<R>> inner, Function<Q, RateLimiter> limiters, String layer) {
    return request ->
        Mono.defer(
            () -> {
              RateLimiter limiter = limiters.apply(request);
              long wait = reserve(limiter);
              if (wait < 0) {
                return Mono.error(refused(layer, limiter.getRateLimiterConfig()));
              }
              Mono<R> call = Mono.defer(() -> inner.apply(request));
              if (wait > 0) {
                call = Mono.delay(Duration.ofNanos(wait)).then(call);
              }
              return call.doOnSuccess(limiter::onResult).doOnError(limiter::onError);
            });
  }

  /** Without the lock a thread that loses the race parks, and event loops are not to. */
  private static long reserve(RateLimiter limiter) {
    synchronized (limiter) {
      return limiter.reservePermission();
    }
  }

  private static LayerException refused(String layer, RateLimiterConfig config) {
    return new LayerException(
        LayerException.Kind.RATE_LIMITED,
        layer
            + ": more than "
            + config.getLimitForPeriod()
            + " requests in "
            + config.getLimitRefreshPeriod());
  }
}
