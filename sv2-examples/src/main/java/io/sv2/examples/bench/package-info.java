/** Benchmarks: JMH's, by suite, beside the reference implementation's timings. */
@NullMarked
package io.sv2.examples.bench;

import org.jspecify.annotations.NullMarked;
