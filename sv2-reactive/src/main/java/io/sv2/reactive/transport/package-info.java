/** Connections over TCP, plain and encrypted: the only place that sees Netty's buffers. */
@NullMarked
package io.sv2.reactive.transport;

import org.jspecify.annotations.NullMarked;
