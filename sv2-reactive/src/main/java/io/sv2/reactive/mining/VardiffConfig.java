package io.sv2.reactive.mining;

import java.time.Duration;

/**
 * How {@link SmoothedVardiff} measures and when it acts.
 *
 * @param window time constant of the longest measurement: what was a window ago counts a third
 * @param shortWindow the others have a half of {@code window}, a quarter and so on, none less than
 *     this
 * @param interval least time between two changes
 * @param tolerance relative error of the difficulty, and change of what a client declares, that is
 *     left alone, above 0
 * @param confidence standard deviations that a difference has to be beyond chance, above 0
 * @param silence expected shares that may stay out before the rate is halved, above 0
 * @param lateness how long shares may be held up on their way, to come all at once, and be no
 *     change
 */
public record VardiffConfig(
    Duration window,
    Duration shortWindow,
    Duration interval,
    double tolerance,
    double confidence,
    double silence,
    Duration lateness) {
  /** 20 minutes, down to half a one; every 10 s at most; 15%; 3; 8 shares; a minute. */
  public static final VardiffConfig DEFAULT =
      new VardiffConfig(
          Duration.ofMinutes(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          0.15,
          3,
          8,
          Duration.ofMinutes(1));

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is exceeded
   */
  public VardiffConfig {
    if (shortWindow.toMillis() < 1 || shortWindow.compareTo(window) > 0) {
      throw new IllegalArgumentException("shortWindow: above 0, at most window");
    } else if (interval.isNegative() || lateness.isNegative()) {
      throw new IllegalArgumentException("interval, lateness: not negative");
    } else if (!(tolerance > 0) || !(confidence > 0) || !(silence > 0)) {
      throw new IllegalArgumentException("tolerance, confidence, silence: above 0");
    }
  }
}
