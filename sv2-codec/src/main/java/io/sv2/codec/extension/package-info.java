/** Messages of extensions that the specification defines. One record each. */
@NullMarked
package io.sv2.codec.extension;

import org.jspecify.annotations.NullMarked;
