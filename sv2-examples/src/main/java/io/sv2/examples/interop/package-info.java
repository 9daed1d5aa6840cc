/** The reference implementation as a peer, for tests and for timings in the same run. */
@NullMarked
package io.sv2.examples.interop;

import org.jspecify.annotations.NullMarked;
