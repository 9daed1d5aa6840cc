package io.sv2.reactive.sibling;

import io.sv2.reactive.Limits;
import java.time.Duration;

/**
 * Bounds of the traffic between siblings, each way.
 *
 * @param capacity requests that wait in the sink, from 1 up
 * @param maxWaiting askers that wait for room in the sink beside those, from 0 up; one more fails
 *     at once
 * @param concurrency requests at work at a time, from 1 up; 1 keeps them in order, and is what
 *     templates and their tips need
 * @param timeout from asking to the sibling's answer, and for the sibling's work on one request
 */
public record SiblingConfig(int capacity, int maxWaiting, int concurrency, Duration timeout) {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is exceeded
   */
  public SiblingConfig {
    Limits.positive("capacity", capacity);
    Limits.inRange("maxWaiting", maxWaiting, 0, Integer.MAX_VALUE);
    Limits.positive("concurrency", concurrency);
    Limits.positive("timeout", timeout);
  }

  /** 256 in the sink, 1,024 waiting for room, one at a time, 10 s. */
  public static final SiblingConfig DEFAULT =
      new SiblingConfig(256, 1_024, 1, Duration.ofSeconds(10));
}
