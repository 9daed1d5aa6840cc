/** Immutable value types for the data types of section 3.1. */
@NullMarked
package io.sv2.codec.type;

import org.jspecify.annotations.NullMarked;
