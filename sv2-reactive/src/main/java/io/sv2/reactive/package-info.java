/** To be said. */
@NullMarked
package io.sv2.reactive;

import org.jspecify.annotations.NullMarked;
