package io.sv2.reactive.sibling;

import java.time.Duration;

/**
 * Bounds of the traffic between siblings, each way.
 *
 * @param capacity requests that wait; a power of two from 8 up
 * @param timeout from asking to the sibling's answer
 */
public record SiblingConfig(int capacity, Duration timeout) {
  /** The defaults. */
  public static final SiblingConfig DEFAULT = new SiblingConfig(256, Duration.ofSeconds(10));
}
