package io.sv2.examples.pool;

import io.sv2.codec.type.B064K;
import io.sv2.reactive.Limits;
import io.sv2.reactive.mining.ChannelConfig;
import io.sv2.reactive.mining.ServerChannelsConfig;
import io.sv2.reactive.mining.TargetPolicy;
import java.time.Duration;

/**
 * What a pool's operator decides.
 *
 * @param payoutScript receives all that a block's coinbase may spend
 * @param tag put into the coinbase before the extranonce, at most 20 bytes of ASCII
 * @param serverId tells the servers of one pool apart, 0 to 65,535
 * @param extranonceSize bytes that extended channels roll
 * @param maxChannels channels in all
 * @param maxUsers users whose shares are accounted for by name
 * @param maxFutureTemplates templates kept for a tip that is yet to come
 * @param maxRecentSolutions found blocks kept to be offered again to a reconnected template
 *     provider
 * @param solutionsOfferedFor how long after it was found a block is offered again
 * @param channels bounds, difficulty and policies of each connection's channels
 */
public record PoolConfig(
    B064K payoutScript,
    String tag,
    int serverId,
    int extranonceSize,
    int maxChannels,
    int maxUsers,
    int maxFutureTemplates,
    int maxRecentSolutions,
    Duration solutionsOfferedFor,
    ServerChannelsConfig channels) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is exceeded
   */
  public PoolConfig {
    if (tag.length() > 20 || !tag.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException("tag: at most 20 printable ASCII characters");
    }
    Limits.inRange("serverId", serverId, 0, 0xffff);
    Limits.inRange("extranonceSize", extranonceSize, 1, 32);
    Limits.positive("maxChannels", maxChannels);
    Limits.positive("maxUsers", maxUsers);
    Limits.positive("maxFutureTemplates", maxFutureTemplates);
    Limits.positive("maxRecentSolutions", maxRecentSolutions);
    Limits.positive("solutionsOfferedFor", solutionsOfferedFor);
  }

  /** With the defaults: 6 shares a minute, at least 1 MH/s, 8 bytes to roll. */
  public static PoolConfig payingTo(B064K payoutScript) {
    return new PoolConfig(
        payoutScript,
        "reactor-stratum",
        0,
        8,
        100_000,
        100_000,
        8,
        8,
        Duration.ofMinutes(10),
        ServerChannelsConfig.of(new TargetPolicy(6, 1_000_000)));
  }

  /** A copy with another pace of shares. */
  public PoolConfig withShares(double perMinute, double minimumHashRate) {
    return withChannels(channels.withTargets(new TargetPolicy(perMinute, minimumHashRate)));
  }

  /** A copy with other bounds of each channel. */
  public PoolConfig withChannel(ChannelConfig other) {
    return withChannels(channels.withChannel(other));
  }

  /** A copy with other bounds and policies of each connection's channels. */
  public PoolConfig withChannels(ServerChannelsConfig other) {
    return new PoolConfig(
        payoutScript,
        tag,
        serverId,
        extranonceSize,
        maxChannels,
        maxUsers,
        maxFutureTemplates,
        maxRecentSolutions,
        solutionsOfferedFor,
        other);
  }

  /** A copy with another id among the servers of a pool. */
  public PoolConfig withServerId(int id) {
    return new PoolConfig(
        payoutScript,
        tag,
        id,
        extranonceSize,
        maxChannels,
        maxUsers,
        maxFutureTemplates,
        maxRecentSolutions,
        solutionsOfferedFor,
        channels);
  }
}
