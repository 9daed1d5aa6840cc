package io.sv2.examples.bench;

import java.util.Locale;

/** What can be measured. */
public enum Suite {
  /** Messages to bytes and back. */
  CODEC("io.sv2.codec.bench.CodecBenchmark");

  private final String benchmarkClass;

  Suite(String benchmarkClass) {
    this.benchmarkClass = benchmarkClass;
  }

  /**
   * The JMH class; on the class path only where benchmarks are built.
   *
   * @return its name
   */
  String benchmarkClass() {
    return benchmarkClass;
  }

  /** The name on the command line and in results. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
