/**
 * For tests of handlers and services: connections in memory, peers that follow a script, faults, a
 * harness for handlers. Needs no test framework; what fails is an AssertionError.
 */
@NullMarked
package io.sv2.reactive.test;

import org.jspecify.annotations.NullMarked;
