package io.sv2.examples.miner;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when a thread rests, and then by as long as it wanted to rest. */
final class FakeClock implements MinerClock {

  private final AtomicLong nanos = new AtomicLong(1L << 40);
  private final long start = nanos.get();

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public void parkNanos(long rest) {
    nanos.addAndGet(rest);
  }

  double elapsedSeconds() {
    return (nanos.get() - start) / 1e9;
  }
}
