package io.sv2.examples.miner;

import java.util.Objects;

/**
 * How an engine works. Immutable: each option answers a changed copy.
 *
 * @param threads workers, 1 to 1024
 * @param hashrateLimit hashes per second of all threads together; infinite for no limit
 * @param clock where time comes from
 */
public record MiningOptions(int threads, double hashrateLimit, MinerClock clock) {

  private static final int MAX_THREADS = 1024;

  /** Refuses threads out of range and limits below 1 H/s. */
  public MiningOptions {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads is " + threads + "; it must be in 1.." + MAX_THREADS);
    }
    if (!(hashrateLimit >= 1)) {
      throw new IllegalArgumentException(
          "hash rate limit is " + hashrateLimit + " H/s; it must be at least 1");
    }
    Objects.requireNonNull(clock, "clock");
  }

  /** One thread, no limit, the clock of the machine. */
  public static MiningOptions defaults() {
    return new MiningOptions(1, Double.POSITIVE_INFINITY, MinerClock.system());
  }

  /** With this many workers, 1 to 1024. */
  public MiningOptions withThreads(int threads) {
    return new MiningOptions(threads, hashrateLimit, clock);
  }

  /** With at most this many hashes per second, at least 1, shared evenly by the threads. */
  public MiningOptions withHashrateLimit(double hashesPerSecond) {
    return new MiningOptions(threads, hashesPerSecond, clock);
  }

  /** With another clock. */
  public MiningOptions withClock(MinerClock clock) {
    return new MiningOptions(threads, hashrateLimit, clock);
  }

  /** The pacer of one worker. */
  Pacer newPacer() {
    return new Pacer(hashrateLimit / threads);
  }
}
