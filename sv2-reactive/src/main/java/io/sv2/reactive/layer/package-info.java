/** Middleware: what wraps a handler without the handler knowing, in the order it is stated. */
@NullMarked
package io.sv2.reactive.layer;

import org.jspecify.annotations.NullMarked;
