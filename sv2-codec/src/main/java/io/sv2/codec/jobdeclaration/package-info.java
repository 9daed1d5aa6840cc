/** Messages of the Job Declaration Protocol (chapter 6). One record each. */
@NullMarked
package io.sv2.codec.jobdeclaration;

import org.jspecify.annotations.NullMarked;
