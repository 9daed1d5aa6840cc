package io.sv2.examples.miner;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A short calibration, for the nominal hash rate that is declared when a channel is opened. */
public final class HashrateEstimate {

  private static final int SLICE = 512;

  private HashrateEstimate() {}

  /**
   * Hashes for about this long on the calling thread and takes the fastest stretch, because a JVM
   * that has just started spends most of a short time on code that is not compiled yet.
   *
   * @param duration more than zero; a JVM that has just started needs 300 ms to show what it can do
   * @return hashes per second of one thread
   */
  public static double measure(Duration duration) {
    return measure(duration, System::nanoTime);
  }

  static double measure(Duration duration, LongSupplier nanoClock) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("duration is " + duration + "; it must be more than zero");
    }
    Sha256dScanner scanner =
        new Sha256dScanner(new byte[MiningWork.HEADER_LENGTH], new byte[32]); // no hash is 0
    long start = nanoClock.getAsLong();
    long before = start;
    long fastest = Long.MAX_VALUE;
    do {
      scanner.scan(0, SLICE);
      long now = nanoClock.getAsLong();
      fastest = Math.min(fastest, Math.max(1, now - before));
      before = now;
    } while (before - start < duration.toNanos());
    return SLICE * 1e9 / fastest;
  }
}
