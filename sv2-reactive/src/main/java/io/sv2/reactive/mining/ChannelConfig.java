package io.sv2.reactive.mining;

import java.time.Duration;

/**
 * Bounds and policies of a server's channel.
 *
 * @param maxJobs jobs of the current tip that shares are accepted for; also future jobs kept
 * @param maxSeenShares shares remembered until the next tip; more are refused, never credited twice
 * @param shareBatchSize shares that one acknowledgement stands for, from 1 up
 * @param ntimeTolerance header time allowed beyond the job's own plus the time since it was sent
 * @param lateShareGrace how long after a new tip shares of the last one still count: they were
 *     found before the miner could know; zero refuses them as stale at once
 */
public record ChannelConfig(
    int maxJobs,
    int maxSeenShares,
    int shareBatchSize,
    Duration ntimeTolerance,
    Duration lateShareGrace) {
  /** The defaults. */
  public static final ChannelConfig DEFAULT =
      new ChannelConfig(16, 16_384, 10, Duration.ofSeconds(5), Duration.ZERO);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is out of range
   */
  public ChannelConfig {
    if (maxJobs < 1 || maxSeenShares < 1 || shareBatchSize < 1) {
      throw new IllegalArgumentException(
          "maxJobs, maxSeenShares, shareBatchSize: from 1 up, not "
              + maxJobs
              + ", "
              + maxSeenShares
              + ", "
              + shareBatchSize);
    }
    if (ntimeTolerance.isNegative() || lateShareGrace.isNegative()) {
      throw new IllegalArgumentException("ntimeTolerance, lateShareGrace: not negative");
    }
  }

  /** A copy that acknowledges every {@code size} shares. */
  public ChannelConfig withShareBatchSize(int size) {
    return new ChannelConfig(maxJobs, maxSeenShares, size, ntimeTolerance, lateShareGrace);
  }

  /** A copy that still credits shares of the last tip for a while. */
  public ChannelConfig withLateShareGrace(Duration grace) {
    return new ChannelConfig(maxJobs, maxSeenShares, shareBatchSize, ntimeTolerance, grace);
  }
}
