/** Two services of one application that ask each other: a pair of bounded, cross-wired sinks. */
@NullMarked
package io.sv2.reactive.sibling;

import org.jspecify.annotations.NullMarked;
