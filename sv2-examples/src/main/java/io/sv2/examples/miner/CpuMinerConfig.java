package io.sv2.examples.miner;

import io.sv2.noise.NoiseInitiatorConfig;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a CPU miner mines.
 *
 * @param pool where to connect
 * @param noise how the pool is authenticated; null speaks unencrypted
 * @param extended whether to open an extended channel and roll the extranonce
 * @param user credited by the pool, at most 255 bytes
 * @param nominalHashRate declared to the pool, hashes per second
 * @param engine threads and pace
 */
public record CpuMinerConfig(
    InetSocketAddress pool,
    @Nullable NoiseInitiatorConfig noise,
    boolean extended,
    String user,
    double nominalHashRate,
    MiningOptions engine) {}
