package io.sv2.reactive;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client goes on when a connection fails or ends.
 *
 * @param firstBackoff pause before the first new attempt; doubles with each failure in a row
 * @param maxBackoff longest pause
 * @param jitter share of a pause that is random, 0 to 1, so that clients do not return as one
 * @param failuresBeforeNext failures in a row before the next upstream of the list is tried, from 1
 *     up; one that refuses the setup is left at once
 * @param stableAfter how long a connection has to last for what failed before it to be forgotten
 * @param returnAfter how often, while connected to another, the preferred upstream is tried; the
 *     connection is kept until that one is set up. Null stays where it is until that ends
 */
public record ReconnectConfig(
    Duration firstBackoff,
    Duration maxBackoff,
    double jitter,
    int failuresBeforeNext,
    Duration stableAfter,
    @Nullable Duration returnAfter) {
  /** 200 ms to 30 s, half of it random; three failures; ten seconds; back after five minutes. */
  public static final ReconnectConfig DEFAULT =
      new ReconnectConfig(
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          0.5,
          3,
          Duration.ofSeconds(10),
          Duration.ofMinutes(5));

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is exceeded
   */
  public ReconnectConfig {
    Limits.positive("firstBackoff", firstBackoff);
    Limits.positive("maxBackoff", maxBackoff);
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter: 0 to 1, not " + jitter);
    }
    Limits.positive("failuresBeforeNext", failuresBeforeNext);
    Limits.positive("stableAfter", stableAfter);
    if (returnAfter != null) {
      Limits.positive("returnAfter", returnAfter);
    }
  }

  /** A copy with other pauses between attempts. */
  public ReconnectConfig withBackoff(Duration first, Duration max, double randomShare) {
    return new ReconnectConfig(
        first, max, randomShare, failuresBeforeNext, stableAfter, returnAfter);
  }

  /** A copy with another way to fall back and to return; null for {@code after} stays. */
  public ReconnectConfig withFallback(int failures, Duration stable, @Nullable Duration after) {
    return new ReconnectConfig(firstBackoff, maxBackoff, jitter, failures, stable, after);
  }
}
