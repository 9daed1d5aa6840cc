package io.sv2.reactive.layer;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** A rate limiter for each of the clients that were heard last; thread-safe. */
final class ClientLimiters {
  private final RateLimiterConfig config;
  private final Map<Long, RateLimiter> limiters;

  ClientLimiters(RateLimiterConfig config, int maxClients) {
    this.config = config;
    this.limiters =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, RateLimiter> eldest) {
            return size() > maxClients;
          }
        };
  }

  synchronized RateLimiter of(long client) {
    return limiters.computeIfAbsent(client, id -> RateLimiter.of("client", config));
  }

  synchronized int size() {
    return limiters.size();
  }
}
