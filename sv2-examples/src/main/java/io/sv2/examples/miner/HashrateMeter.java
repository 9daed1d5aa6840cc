package io.sv2.examples.miner;

import java.util.Arrays;

/** Hashes per second over the last ten seconds, in buckets of one second. */
final class HashrateMeter {

  private static final long BUCKET_NANOS = 1_000_000_000L;
  private static final int BUCKETS = 10;

  private final long[] buckets = new long[BUCKETS];
  private final long startNanos;
  private long newest;

  HashrateMeter(long startNanos) {
    this.startNanos = startNanos;
  }

  synchronized void add(long hashes, long nowNanos) {
    rollTo(nowNanos);
    buckets[(int) (newest % BUCKETS)] += hashes;
  }

  synchronized double hashesPerSecond(long nowNanos) {
    rollTo(nowNanos);
    long sum = 0;
    for (long bucket : buckets) {
      sum += bucket;
    }
    long oldest = Math.max(0, newest - BUCKETS + 1);
    long nanos = nowNanos - startNanos - oldest * BUCKET_NANOS;
    return nanos <= 0 ? 0 : sum * 1e9 / nanos;
  }

  private void rollTo(long nowNanos) {
    long bucket = (nowNanos - startNanos) / BUCKET_NANOS;
    if (bucket - newest >= BUCKETS) {
      Arrays.fill(buckets, 0);
      newest = bucket;
    }
    while (newest < bucket) {
      newest++;
      buckets[(int) (newest % BUCKETS)] = 0;
    }
  }
}
