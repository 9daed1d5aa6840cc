package io.sv2.examples.bench;

import java.util.regex.Pattern;

/**
 * How a suite is run.
 *
 * @param only runs the benchmarks whose name, suite included, this finds something in
 * @param quick one JVM and short iterations: a look, not a measurement
 */
public record BenchOptions(Pattern only, boolean quick) {}
