/** Messages of every subprotocol (section 3.6). */
@NullMarked
package io.sv2.codec.common;

import org.jspecify.annotations.NullMarked;
