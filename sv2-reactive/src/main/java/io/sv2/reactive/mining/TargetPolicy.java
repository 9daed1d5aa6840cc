package io.sv2.reactive.mining;

import io.sv2.codec.type.U256;

/**
 * Which targets a server gives.
 *
 * @param sharesPerMinute aimed at for each channel
 * @param minimumHashRate hashes per second that a target stands for at least, whatever a client
 *     declares or does: a client that says 0 and takes any target gets no free shares
 */
public record TargetPolicy(double sharesPerMinute, double minimumHashRate) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is not above 0 and finite
   */
  public TargetPolicy {
    if (!isPositive(sharesPerMinute) || !isPositive(minimumHashRate)) {
      throw new IllegalArgumentException(
          "sharesPerMinute, minimumHashRate: above 0 and finite, not "
              + sharesPerMinute
              + ", "
              + minimumHashRate);
    }
  }

  private static boolean isPositive(double value) {
    return value > 0 && !Double.isInfinite(value);
  }

  /** The hash rate that a difficulty is made for, where {@code hashRate} is wished. */
  public double atLeast(double hashRate) {
    return Math.max(hashRate, minimumHashRate);
  }

  /**
   * The target for a hash rate: never above what the client's device can take, never easier than
   * the server's minimum.
   *
   * @param hashRate hashes per second, finite, from 0 up
   * @param maxTarget of the client
   */
  public U256 target(double hashRate, U256 maxTarget) {
    return Target.lower(Target.forHashRate(atLeast(hashRate), sharesPerMinute), maxTarget);
  }
}
