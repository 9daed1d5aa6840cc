package io.sv2.reactive.mining;

/**
 * What vardiff is often: each minute the difficulty is scaled by realised over wanted shares. To
 * compare with.
 */
final class RatioVardiff implements Vardiff {
  private static final long PERIOD = 60_000;

  private final double sharesPerMinute;
  private double rate;
  private double shares;
  private long since;

  RatioVardiff(double sharesPerMinute, double rate, long now) {
    this.sharesPerMinute = sharesPerMinute;
    this.rate = rate;
    this.since = now;
  }

  static Factory factory(double sharesPerMinute) {
    return (rate, now) -> new RatioVardiff(sharesPerMinute, rate, now);
  }

  @Override
  public void accepted(double hashes, long now) {
    shares++;
  }

  @Override
  public void declared(double hashRate, long now) {
    rate = hashRate;
  }

  @Override
  public double hashRate(double hashesPerShare, long now) {
    if (now - since >= PERIOD) {
      // None at all says at most that there were less than one.
      double realised = Math.max(shares, 0.5) * PERIOD / (now - since);
      rate *= realised / sharesPerMinute;
      shares = 0;
      since = now;
    }
    return rate;
  }
}
