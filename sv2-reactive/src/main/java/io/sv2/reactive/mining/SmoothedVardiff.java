package io.sv2.reactive.mining;

/**
 * Takes the hash rate from smoothed share work: difficulty times accepted shares over time,
 * exponentially weighted.
 *
 * <p>Work does not depend on the difficulty it was done at, so a change of difficulty disturbs the
 * measurement as little as a job that is still worked on at the old one. It is measured over
 * several windows at once. The difficulty is changed when one of them differs by more than chance
 * and late shares explain: short ones see a sudden change early, long ones see a small one at all.
 * One that a shorter window than the longest shows begins the measurement anew in this window and
 * in all that are longer, since what they hold is of before.
 *
 * <p>The rate is never more than halved at once. Where no shares come at all it is halved after the
 * time of {@link VardiffConfig#silence()} shares and {@link VardiffConfig#lateness()}, and once
 * more each time the silence has doubled, so that a miner that is back soon does not flood the
 * server. A miner that has not yet sent so many shares has probably declared too much: its rate is
 * halved each time so many are missing.
 */
public final class SmoothedVardiff implements Vardiff {
  private static final double DECLARED_WEIGHT = 1_000; // milliseconds: little
  private static final double CHANGED_WEIGHT = 2; // shares

  private final VardiffConfig config;
  private final double minTime; // that a rise is measured over, milliseconds
  private final WorkWindow[] windows; // each half of the one before
  private double declared; // hashes per millisecond
  private double rate; // hashes per millisecond, as answered last
  private double arrived; // hashes of this very moment
  private double arrivedSquares;
  private long last;
  private long changed;
  private long heard; // when the last share came
  private long known; // shares since what was declared
  private boolean news; // a share since the last change
  private int halvings; // since the last share

  /** One that begins with what the client has declared. */
  public SmoothedVardiff(VardiffConfig config, double hashRate, long now) {
    this.config = config;
    this.minTime = Math.max(1, config.interval().toMillis());
    double length = config.window().toMillis();
    int halves = Math.getExponent(length / config.shortWindow().toMillis());
    this.windows = new WorkWindow[halves + 1];
    for (int i = 0; i <= halves; i++) {
      windows[i] = new WorkWindow(Math.scalb(length, -i));
    }
    begin(hashRate / 1_000, now);
    changed = now - config.interval().toMillis(); // what was declared may be wrong at once
  }

  /** Makes them under {@code config}. */
  public static Factory factory(VardiffConfig config) {
    return (hashRate, now) -> new SmoothedVardiff(config, hashRate, now);
  }

  private void begin(double perMilli, long now) {
    declared = perMilli;
    arrived = 0;
    arrivedSquares = 0;
    last = now;
    heard = now;
    known = 0;
    halvings = 0;
    change(perMilli, windows.length, DECLARED_WEIGHT, now);
  }

  /** To another rate, which is all that the first windows then know, for so many milliseconds. */
  private void change(double to, int first, double weight, long now) {
    rate = to;
    changed = now;
    news = false;
    for (int i = 0; i < first; i++) {
      windows[i].begin(rate, weight);
    }
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
    double kept = Math.exp((last - now) / (double) config.window().toMillis());
    last = now;
    for (WorkWindow window : windows) {
      window.add(arrived, arrivedSquares);
      window.pass(kept);
      kept *= kept; // for half the window
    }
    arrived = 0;
    arrivedSquares = 0;
  }

  @Override
  public void accepted(double hashes, long now) {
    passTo(now);
    // Measured from the next moment on: who looks whenever a share comes sees one too many.
    arrived += hashes;
    arrivedSquares += hashes * hashes;
    heard = now;
    known++;
    news = true;
    halvings = 0;
  }

  /**
   * Begins anew with what is declared, unless it is about the same as before: a proxy may say so
   * every second, and what was measured is worth more. Less than now at most once in an {@link
   * VardiffConfig#interval()}: who takes turns would keep its difficulty down for ever.
   */
  @Override
  public void declared(double hashRate, long now) {
    boolean more = hashRate / 1_000 > rate;
    if (isAnother(hashRate / 1_000, declared)
        && (more || now - changed >= config.interval().toMillis())) {
      begin(hashRate / 1_000, now);
    }
  }

  @Override
  public double hashRate(double hashesPerShare, long now) {
    passTo(now);
    if (now - changed >= config.interval().toMillis()) {
      if (isSilent(hashesPerShare, now)) {
        halvings++;
        double halved = rate / 2;
        change(halved, windows.length, CHANGED_WEIGHT * hashesPerShare / halved, now);
      } else if (news) { // or there is only the silence, which was not long enough
        follow(hashesPerShare, now);
      }
    }
    return rate * 1_000;
  }

  private boolean isSilent(double hashesPerShare, long now) {
    double patience = config.silence() * hashesPerShare / rate;
    return known < config.silence()
        ? now - Math.max(heard, changed) >= patience
        : now - heard >= Math.scalb(patience + config.lateness().toMillis(), halvings);
  }

  private void follow(double hashesPerShare, long now) {
    for (int i = windows.length - 1; i >= 0; i--) {
      double measured = windows[i].rate(minTime, rate);
      if (isAnother(measured, rate) && isBeyondChance(i, hashesPerShare)) {
        double next = Math.max(measured, rate / 2);
        change(next, i == 0 ? 0 : i + 1, CHANGED_WEIGHT * hashesPerShare / next, now);
        return;
      }
    }
  }

  private boolean isAnother(double one, double other) {
    double allowed = 1 + config.tolerance();
    return one > other * allowed || other > one * allowed;
  }

  private boolean isBeyondChance(int i, double hashesPerShare) {
    // An hour has twice as many windows of half the length, each of which may be wrong.
    double bound = config.confidence() * config.confidence() + 2 * i * Math.log(2);
    // What comes late moves a long window by less than the tolerance anyway.
    double lateness = config.lateness().toMillis() - config.tolerance() * windows[i].time();
    return windows[i].against(rate, hashesPerShare, Math.max(0, lateness)) > bound;
  }
}
