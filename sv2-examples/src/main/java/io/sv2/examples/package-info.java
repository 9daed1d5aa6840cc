/** To be said. */
@NullMarked
package io.sv2.examples;

import org.jspecify.annotations.NullMarked;
