/** Routes from messages to functions, and operators for streams of frames and messages. */
@NullMarked
package io.sv2.reactive.route;

import org.jspecify.annotations.NullMarked;
