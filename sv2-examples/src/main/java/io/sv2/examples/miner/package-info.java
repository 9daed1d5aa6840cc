/**
 * A CPU miner: the hashing engine that turns a job into shares.
 *
 * <p>Nothing here knows about messages or connections. A role translates a job into a {@link
 * io.sv2.examples.miner.MiningWork}, hands it to the {@link io.sv2.examples.miner.MiningEngine} and
 * submits each {@link io.sv2.examples.miner.Solution} it is given.
 */
@NullMarked
package io.sv2.examples.miner;

import org.jspecify.annotations.NullMarked;
