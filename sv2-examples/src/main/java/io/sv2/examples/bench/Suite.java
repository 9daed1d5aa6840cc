package io.sv2.examples.bench;

import java.util.Locale;

/** What can be measured. */
public enum Suite {
  /** Messages to bytes and back. */
  CODEC("io\\.sv2\\.codec\\.bench"),
  /** One message to many connections. */
  BROADCAST("io\\.sv2\\.reactive\\.bench"),
  /** Shares judged, jobs made. */
  SHARES("io\\.sv2\\.reactive\\.mining\\.bench"),
  /** Handshakes, records and frames of encrypted connections. */
  NOISE("io\\.sv2\\.(noise|reactive\\.transport)");

  private final String benchmarks;

  Suite(String benchmarks) {
    this.benchmarks = benchmarks;
  }

  /**
   * Where its JMH classes are; on the class path only where benchmarks are built.
   *
   * @return a regular expression for the names of packages
   */
  String benchmarks() {
    return benchmarks;
  }

  /** The name on the command line and in results. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
