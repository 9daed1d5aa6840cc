/** Frames, headers, the message catalogue and the codec between frames and messages. */
@NullMarked
package io.sv2.codec;

import org.jspecify.annotations.NullMarked;
