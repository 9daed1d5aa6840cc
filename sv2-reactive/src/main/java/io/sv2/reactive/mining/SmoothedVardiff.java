package io.sv2.reactive.mining;

/**
 * Takes the hash rate from smoothed share work: difficulty times accepted shares over time,
 * exponentially weighted.
 *
 * <p>Work does not depend on the difficulty it was done at, so a change of difficulty disturbs the
 * measurement as little as a job that is still worked on at the old one. The difficulty is changed
 * only when the difference is beyond what chance explains. A sudden rise shows in a short window
 * and begins the measurement anew; a sudden fall shows by shares that stay out, and halves the rate
 * for each {@link VardiffConfig#silence()} of them, so that a miner that is back soon is not
 * flooded with easy work.
 */
public final class SmoothedVardiff implements Vardiff {
  private static final double PRIOR_WEIGHT = 0.1; // of a window, for what was declared
  private static final double SUDDEN = 5; // standard deviations

  private final VardiffConfig config;
  private final double window; // milliseconds
  private final double shortWindow;
  private double rate; // hashes per millisecond, as answered last
  private double work; // weighted by age
  private double time;
  private double recentWork;
  private double recentSquares; // of the hashes of each share: the variance of the work
  private double recentTime;
  private double squares;
  private long last;
  private long changed;
  private long heard; // the last share, or the last halving

  /** One that begins with what the client has declared. */
  public SmoothedVardiff(VardiffConfig config, double hashRate, long now) {
    this.config = config;
    this.window = config.window().toMillis();
    this.shortWindow = config.shortWindow().toMillis();
    begin(hashRate / 1_000, PRIOR_WEIGHT * window, now);
    changed = now - config.interval().toMillis(); // what was declared may be wrong at once
  }

  /** Makes them under {@code config}. */
  public static Factory factory(VardiffConfig config) {
    return (hashRate, now) -> new SmoothedVardiff(config, hashRate, now);
  }

  private void begin(double perMilli, double weight, long now) {
    rate = perMilli;
    time = weight;
    work = perMilli * weight;
    squares = 0;
    recentTime = 0;
    recentWork = 0;
    recentSquares = 0;
    last = now;
    heard = now;
    changed = now;
  }

  private void passTo(long now) {
    if (now == last) {
      return;
    } else if (now < last) { // the clock was set back: from there on
      long back = last - now;
      heard -= back;
      changed -= back;
      last = now;
      return;
    }
    double passed = now - last;
    last = now;
    double kept = Math.exp(-passed / window);
    work *= kept;
    squares *= kept * kept;
    time = time * kept + window * (1 - kept);
    double recentKept = Math.exp(-passed / shortWindow);
    recentWork *= recentKept;
    recentSquares *= recentKept * recentKept;
    recentTime = recentTime * recentKept + shortWindow * (1 - recentKept);
  }

  @Override
  public void accepted(double hashes, long now) {
    passTo(now);
    work += hashes;
    squares += hashes * hashes;
    recentWork += hashes;
    recentSquares += hashes * hashes;
    heard = now;
  }

  @Override
  public void declared(double hashRate, long now) {
    begin(hashRate / 1_000, PRIOR_WEIGHT * window, now);
  }

  @Override
  public double hashRate(double hashesPerShare, long now) {
    passTo(now);
    if (now - changed >= config.interval().toMillis()) {
      if (hasSuddenlyRisen(hashesPerShare)) {
        double risen = recentWork / Math.max(recentTime, 1_000);
        begin(risen, Math.min(recentTime, PRIOR_WEIGHT * window), now);
      } else if ((now - heard) * rate >= config.silence() * hashesPerShare) {
        double weight = Math.min(time, PRIOR_WEIGHT * window);
        begin(rate / 2, weight, now);
      } else {
        drift(hashesPerShare, now);
      }
    }
    return rate * 1_000;
  }

  private boolean hasSuddenlyRisen(double hashesPerShare) {
    double expected = rate * recentTime;
    double deviation =
        Math.sqrt(Math.max(recentSquares, expected * hashesPerShare)) + hashesPerShare;
    return recentWork - expected > SUDDEN * deviation;
  }

  private void drift(double hashesPerShare, long now) {
    double measured = work / time;
    double deviation = Math.sqrt(Math.max(squares, rate * time * hashesPerShare / 2)) / work;
    double difference = Math.abs(Math.log(measured / rate));
    if (difference > Math.max(config.tolerance(), config.confidence() * deviation)) {
      rate = measured;
      changed = now;
    }
  }
}
