package io.sv2.reactive.mining;

/**
 * Hash rate from the work of accepted shares, exponentially weighted: what was {@code window} ago
 * counts a third of what is now. Until a window has passed, only over the time there was.
 */
final class HashRateMeter {
  private final double window; // milliseconds
  private double work; // hashes, weighted
  private double time; // milliseconds, weighted alike
  private long last;

  HashRateMeter(long windowMillis, long now) {
    this.window = windowMillis;
    this.last = now;
  }

  void add(double hashes, long now) {
    if (now - last >= 1_000 || now < last) { // below a second it makes no difference
      passTo(now);
    }
    work += hashes;
  }

  /** What has been done evenly since the last call. */
  void addEvenly(double hashes, long now) {
    double passed = Math.max(0, now - last);
    passTo(now);
    work += passed == 0 ? hashes : hashes * window * (1 - Math.exp(-passed / window)) / passed;
  }

  private void passTo(long now) {
    double passed = Math.max(0, now - last); // a clock that was set back begins anew from there
    last = now;
    double kept = Math.exp(-passed / window);
    work *= kept;
    time = time * kept + window * (1 - kept);
  }

  /** Hashes per second; 0 in the first second. */
  double perSecond(long now) {
    passTo(now);
    return time < 1_000 ? 0 : 1_000 * work / time;
  }
}
