/** To be said. */
@NullMarked
package io.sv2.noise;

import org.jspecify.annotations.NullMarked;
