package io.sv2.examples.miner;

/**
 * Keeps one worker to a hash rate by telling it how long to rest after each batch. Lost time, as
 * when the system was busy, is made up for at most {@link #CATCH_UP_NANOS}.
 */
final class Pacer {

  /** At most this many hashes between two looks at the current work: under a millisecond. */
  static final int MAX_BATCH = 2048;

  private static final double BATCH_SECONDS = 0.01;
  private static final long CATCH_UP_NANOS = 100_000_000L;

  private final double nanosPerHash;
  private final int batch;
  private boolean started;
  private long dueNanos;

  /**
   * @param hashesPerSecond more than 0; infinite for no limit
   */
  Pacer(double hashesPerSecond) {
    if (!(hashesPerSecond > 0)) {
      throw new IllegalArgumentException("hash rate is " + hashesPerSecond + "; it must be > 0");
    }
    nanosPerHash = 1e9 / hashesPerSecond;
    batch = (int) Math.max(1, Math.min(MAX_BATCH, hashesPerSecond * BATCH_SECONDS));
  }

  /** How many hashes to do before asking again. */
  int batch() {
    return batch;
  }

  /** How long to rest before the next batch; 0 or less to go on. */
  long restNanos(long nowNanos) {
    return started ? dueNanos - nowNanos : 0;
  }

  void spent(long hashes, long nowNanos) {
    long earliest = nowNanos - CATCH_UP_NANOS;
    if (!started) {
      started = true;
      dueNanos = nowNanos;
    } else if (dueNanos - earliest < 0) {
      dueNanos = earliest;
    }
    dueNanos += (long) (hashes * nanosPerHash);
  }
}
