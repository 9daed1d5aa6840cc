package io.sv2.reactive.mining;

import java.time.Duration;

/**
 * How {@link SmoothedVardiff} measures and when it acts.
 *
 * @param window time constant of the smoothing: what was a window ago counts a third
 * @param shortWindow time constant of what tells a sudden change, a fraction of {@code window}
 * @param interval least time between two changes
 * @param tolerance relative error of the difficulty that is left alone, above 0
 * @param confidence standard deviations that a difference has to be beyond chance, above 0
 * @param silence expected shares that may stay out before the rate is halved, above 0
 */
public record VardiffConfig(
    Duration window,
    Duration shortWindow,
    Duration interval,
    double tolerance,
    double confidence,
    double silence) {
  /** Five minutes, one of them for sudden changes; every 10 s at most; 15%; 2.5; 8 shares. */
  public static final VardiffConfig DEFAULT =
      new VardiffConfig(
          Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofSeconds(10), 0.15, 2.5, 8);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is exceeded
   */
  public VardiffConfig {
    if (shortWindow.toMillis() < 1 || shortWindow.compareTo(window) >= 0 || interval.isNegative()) {
      throw new IllegalArgumentException(
          "shortWindow: above 0 and less than window; interval: not negative");
    }
    if (!(tolerance > 0) || !(confidence > 0) || !(silence > 0)) {
      throw new IllegalArgumentException("tolerance, confidence, silence: above 0");
    }
  }
}
