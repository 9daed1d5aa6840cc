package io.sv2.reactive;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each address may do something; thread-safe. Forgets the addresses that were heard of
 * least recently: who has very many is not stopped by this, but by the bounds for all.
 */
final class AddressRate {
  private final RateLimiterConfig config;
  private final Map<Object, RateLimiter> limiters;

  AddressRate(int permits, Duration period, int addresses) {
    this.config =
        RateLimiterConfig.custom()
            .limitForPeriod(permits)
            .limitRefreshPeriod(period)
            .timeoutDuration(Duration.ZERO)
            .build();
    this.limiters =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Object, RateLimiter> eldest) {
            return size() > addresses;
          }
        };
  }

  /** Whether {@code address}, which has a value's equality, may do it now. */
  synchronized boolean admits(Object address) {
    // Under the lock, since a limiter parks a thread that meets another one in it.
    return limiters
        .computeIfAbsent(address, key -> RateLimiter.of("address", config))
        .acquirePermission();
  }

  synchronized int size() {
    return limiters.size();
  }
}
