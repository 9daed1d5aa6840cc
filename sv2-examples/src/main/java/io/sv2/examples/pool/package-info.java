/** A pool: mining server and template client as siblings. */
@NullMarked
package io.sv2.examples.pool;

import org.jspecify.annotations.NullMarked;
