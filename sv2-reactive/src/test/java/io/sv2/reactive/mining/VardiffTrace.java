package io.sv2.reactive.mining;

import java.time.Duration;
import java.util.Arrays;

/** What happened in a {@link VardiffSimulation}. Spans are from, inclusive, to, exclusive. */
final class VardiffTrace {
  private final VardiffScenario scenario;
  private final Times shares = new Times();
  private final Times changes = new Times();
  private final double[] jobs; // hashes of each

  /** Ascending. */
  private static final class Times {
    private long[] values = new long[64];
    private int size;

    void add(long time) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = time;
    }

    int before(Duration time) {
      int low = 0;
      int high = size;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (values[middle] < time.toMillis()) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  VardiffTrace(VardiffScenario scenario) {
    this.scenario = scenario;
    this.jobs = new double[(int) (scenario.length().toMillis() / VardiffSimulation.JOB_PERIOD) + 1];
  }

  void share(long time) {
    shares.add(time);
  }

  void change(long time) {
    changes.add(time);
  }

  void job(long time, double hashes) {
    jobs[(int) (time / VardiffSimulation.JOB_PERIOD)] = hashes;
  }

  /** Shares that arrived. */
  int shares(Duration from, Duration to) {
    return shares.before(to) - shares.before(from);
  }

  /** Shares a minute that arrived. */
  double sharesPerMinute(Duration from, Duration to) {
    return shares(from, to) / (to.minus(from).toMillis() / 60_000.0);
  }

  /** Shares that arrived above those that were wanted. */
  double excess(Duration from, Duration to) {
    return shares(from, to) - to.minus(from).toMillis() / 60_000.0 * scenario.sharesPerMinute();
  }

  /** Changes of target an hour. */
  double changesPerHour(Duration from, Duration to) {
    int count = changes.before(to) - changes.before(from);
    return count / (to.minus(from).toMillis() / 3_600_000.0);
  }

  VardiffScenario scenario() {
    return scenario;
  }

  /** The hash rate that the job at {@code time} is made for. */
  double aimedAt(Duration time) {
    double hashes = jobs[(int) (time.toMillis() / VardiffSimulation.JOB_PERIOD)];
    return hashes * scenario.sharesPerMinute() / 60;
  }

  /** The same over what the miner really does: 1 is right, below 1 too easy. */
  double ratio(Duration time) {
    return aimedAt(time) / scenario.hashRate().applyAsDouble(time.toMillis());
  }

  double lowestRatio(Duration from, Duration to) {
    double lowest = Double.MAX_VALUE;
    for (Duration time = from; time.compareTo(to) < 0; time = next(time)) {
      lowest = Math.min(lowest, ratio(time));
    }
    return lowest;
  }

  double highestRatio(Duration from, Duration to) {
    double highest = 0;
    for (Duration time = from; time.compareTo(to) < 0; time = next(time)) {
      highest = Math.max(highest, ratio(time));
    }
    return highest;
  }

  /** Minutes after {@code from} until a job is less than 1.5 times too easy or too hard. */
  double minutesToRight(Duration from) {
    Duration time = from;
    while (time.compareTo(scenario.length()) < 0 && (ratio(time) < 2 / 3.0 || ratio(time) > 1.5)) {
      time = next(time);
    }
    return time.minus(from).toMillis() / 60_000.0;
  }

  private static Duration next(Duration time) {
    return time.plusMillis(VardiffSimulation.JOB_PERIOD);
  }
}
