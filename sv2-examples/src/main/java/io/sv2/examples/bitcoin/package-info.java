/**
 * Where block templates come from and where found blocks go: a simulated chain in memory, or a full
 * node over JSON-RPC. Everything above asks a {@link io.sv2.examples.bitcoin.BlockSource}.
 */
@NullMarked
package io.sv2.examples.bitcoin;

import org.jspecify.annotations.NullMarked;
