package io.sv2.examples.miner;

import java.util.concurrent.locks.LockSupport;

/** The time a miner sees and the way it rests, so that tests need not wait for either. */
public interface MinerClock {

  /** The clock of the machine. */
  static MinerClock system() {
    return new MinerClock() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void parkNanos(long nanos) {
        LockSupport.parkNanos(this, nanos);
      }
    };
  }

  /** As {@link System#nanoTime()}. */
  long nanoTime();

  /** As {@link LockSupport#parkNanos(long)}: may return early, and does when unparked. */
  void parkNanos(long nanos);
}
