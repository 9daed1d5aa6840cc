package io.sv2.examples.miner;

/**
 * Work and when it was received. Its identity is the generation: a worker goes on only while the
 * engine's current assignment is the very object it began with.
 */
final class Assignment {

  private static final long SECOND = 1_000_000_000L;

  private final MiningWork work;
  private final long receivedNanos;

  Assignment(MiningWork work, long receivedNanos) {
    this.work = work;
    this.receivedNanos = receivedNanos;
  }

  /** Other work, received now; or the same search space, which keeps its time of receipt. */
  Assignment next(MiningWork next, long nowNanos) {
    return new Assignment(next, work.sharesSearchSpaceWith(next) ? receivedNanos : nowNanos);
  }

  MiningWork work() {
    return work;
  }

  /** The largest ntime allowed: min ntime plus the whole seconds since receipt (5.3.11). */
  long latestNtime(long nowNanos) {
    return Math.min(Bytes.MAX_U32, work.minNtime() + (nowNanos - receivedNanos) / SECOND);
  }

  /** How long until {@link #latestNtime} grows. */
  long nanosToNextNtime(long nowNanos) {
    return SECOND - (nowNanos - receivedNanos) % SECOND;
  }
}
