/** Looks at a server from outside: what it answers, to whom, how fast, and if not, why not. */
@NullMarked
package io.sv2.examples.probe;

import org.jspecify.annotations.NullMarked;
