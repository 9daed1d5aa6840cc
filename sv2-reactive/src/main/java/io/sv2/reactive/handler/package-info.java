/** What users implement: one interface for each subprotocol and side, one method per message. */
@NullMarked
package io.sv2.reactive.handler;

import org.jspecify.annotations.NullMarked;
