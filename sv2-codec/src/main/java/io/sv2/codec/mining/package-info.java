/** Messages of the Mining Protocol (section 5.3). */
@NullMarked
package io.sv2.codec.mining;

import org.jspecify.annotations.NullMarked;
