/** Messages of the Template Distribution Protocol (chapter 7). */
@NullMarked
package io.sv2.codec.template;

import org.jspecify.annotations.NullMarked;
