/**
 * What every pool has to get right, as plain objects: targets, extranonce space, coinbase, jobs,
 * shares and their accounting. No Reactor, no I/O, no clock of its own.
 */
@NullMarked
package io.sv2.reactive.mining;

import org.jspecify.annotations.NullMarked;
