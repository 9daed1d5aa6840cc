package io.sv2.reactive.mining;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A figure of many runs, ascending. */
final class VardiffSample {
  private final double[] values;

  private VardiffSample(double[] values) {
    this.values = values;
  }

  /** One run of the scenario for each seed from 1 on. */
  static List<VardiffTrace> runs(VardiffScenario scenario, Vardiff.Factory vardiff, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(seed -> VardiffSimulation.run(scenario.withSeed(seed), vardiff))
        .toList();
  }

  static VardiffSample of(List<VardiffTrace> runs, ToDoubleFunction<VardiffTrace> figure) {
    return new VardiffSample(runs.stream().mapToDouble(figure).sorted().toArray());
  }

  double mean() {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Standard deviation. */
  double deviation() {
    double mean = mean();
    return Math.sqrt(
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum()
            / (values.length - 1));
  }

  /** The value that so much of the sample is below. */
  double quantile(double part) {
    return values[(int) (part * (values.length - 1))];
  }

  double min() {
    return values[0];
  }

  double max() {
    return values[values.length - 1];
  }
}
