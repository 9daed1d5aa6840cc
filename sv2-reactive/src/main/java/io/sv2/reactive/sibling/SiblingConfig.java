package io.sv2.reactive.sibling;

import io.sv2.reactive.Limits;
import java.time.Duration;

/**
 * Bounds of the traffic between siblings, each way.
 *
 * @param capacity requests that wait; a from 8 up
 * @param timeout from asking to the sibling's answer
 */
public record SiblingConfig(int capacity, Duration timeout) {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is exceeded
   */
  public SiblingConfig {
    Limits.inRange("capacity", capacity, 8, Integer.MAX_VALUE);
    Limits.positive("timeout", timeout);
  }

  /** The defaults. */
  public static final SiblingConfig DEFAULT = new SiblingConfig(256, Duration.ofSeconds(10));
}
