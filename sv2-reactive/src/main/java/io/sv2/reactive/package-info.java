/**
 * Connections as streams of frames, services that turn frames into requests, and what handlers
 * answer.
 */
@NullMarked
package io.sv2.reactive;

import org.jspecify.annotations.NullMarked;
