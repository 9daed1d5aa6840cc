package io.sv2.reactive.mining;

import java.time.Duration;

/**
 * Bounds and policies of a channel.
 *
 * @param maxJobs jobs of the current tip that shares are accepted for; also future jobs kept
 * @param maxSeenShares shares remembered until the next tip; more are refused, never credited twice
 * @param shareBatchSize shares that one acknowledgement stands for, from 1 up
 * @param maxBatchDelay after which a batch is acknowledged although it is not full, at the next
 *     share or job; zero acknowledges each share
 * @param ntimeTolerance header time allowed beyond the job's own plus the time since it was sent
 * @param lateShareGrace how long after a new tip shares of the last one still count: they were
 *     found before the miner could know; zero refuses them as stale at once
 * @param hashRateWindow over which accepted work is averaged to a hash rate
 */
public record ChannelConfig(
    int maxJobs,
    int maxSeenShares,
    int shareBatchSize,
    Duration maxBatchDelay,
    Duration ntimeTolerance,
    Duration lateShareGrace,
    Duration hashRateWindow) {
  /** 16 jobs; batches of 10 or a minute; 5 s for clocks; no grace; 10 minutes of hash rate. */
  public static final ChannelConfig DEFAULT =
      new ChannelConfig(
          16,
          16_384,
          10,
          Duration.ofMinutes(1),
          Duration.ofSeconds(5),
          Duration.ZERO,
          Duration.ofMinutes(10));

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
    if (maxBatchDelay.isNegative() || ntimeTolerance.isNegative() || lateShareGrace.isNegative()) {
      throw new IllegalArgumentException(
          "maxBatchDelay, ntimeTolerance, lateShareGrace: not negative");
    }
    if (hashRateWindow.toMillis() < 1_000) {
      throw new IllegalArgumentException("hashRateWindow: from 1 s up, not " + hashRateWindow);
    }
  }

  /** A copy that keeps other numbers of jobs and shares. */
  public ChannelConfig withBounds(int jobs, int seenShares) {
    return new ChannelConfig(
        jobs,
        seenShares,
        shareBatchSize,
        maxBatchDelay,
        ntimeTolerance,
        lateShareGrace,
        hashRateWindow);
  }

  /** A copy that acknowledges every {@code size} shares. */
  public ChannelConfig withShareBatchSize(int size) {
    return withBatches(size, maxBatchDelay);
  }

  /** A copy that acknowledges every {@code size} shares, or what there is after {@code delay}. */
  public ChannelConfig withBatches(int size, Duration delay) {
    return new ChannelConfig(
        maxJobs, maxSeenShares, size, delay, ntimeTolerance, lateShareGrace, hashRateWindow);
  }

  /** A copy that allows header times another while ahead. */
  public ChannelConfig withNtimeTolerance(Duration tolerance) {
    return new ChannelConfig(
        maxJobs,
        maxSeenShares,
        shareBatchSize,
        maxBatchDelay,
        tolerance,
        lateShareGrace,
        hashRateWindow);
  }

  /** A copy that still credits shares of the last tip for a while. */
  public ChannelConfig withLateShareGrace(Duration grace) {
    return new ChannelConfig(
        maxJobs,
        maxSeenShares,
        shareBatchSize,
        maxBatchDelay,
        ntimeTolerance,
        grace,
        hashRateWindow);
  }
}
