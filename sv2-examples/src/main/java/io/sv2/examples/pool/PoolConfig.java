package io.sv2.examples.pool;

import io.sv2.codec.type.B064K;
import io.sv2.reactive.Limits;
import io.sv2.reactive.mining.ChannelConfig;
import java.time.Duration;

/**
 * What a pool's operator decides.
 *
 * @param payoutScript receives all that a block's coinbase may spend
 * @param tag put into the coinbase before the extranonce, at most 20 bytes of ASCII
 * @param sharesPerMinute aimed at for each channel
 * @param minimumHashRate hashes per second that a channel's difficulty stands for at least,
 *     whatever its client declares
 * @param serverId tells the servers of one pool apart, 0 to 65,535
 * @param extranonceSize bytes that extended channels roll
 * @param maxChannels channels in all
 * @param maxChannelsPerConnection channels of one connection
 * @param maxFutureTemplates templates kept for a tip that is yet to come
 * @param maxRecentSolutions found blocks kept to be offered again to a reconnected template
 *     provider
 * @param solutionsOfferedFor how long after it was found a block is offered again
 * @param channel bounds of each channel
 */
public record PoolConfig(
    B064K payoutScript,
    String tag,
    double sharesPerMinute,
    double minimumHashRate,
    int serverId,
    int extranonceSize,
    int maxChannels,
    int maxChannelsPerConnection,
    int maxFutureTemplates,
    int maxRecentSolutions,
    Duration solutionsOfferedFor,
    ChannelConfig channel) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is exceeded
   */
  public PoolConfig {
    if (!(sharesPerMinute > 0) || !(minimumHashRate > 0)) {
      throw new IllegalArgumentException(
          "sharesPerMinute, minimumHashRate: above 0, not "
              + sharesPerMinute
              + ", "
              + minimumHashRate);
    }
    if (tag.length() > 20 || !tag.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException("tag: at most 20 printable ASCII characters");
    }
    Limits.inRange("serverId", serverId, 0, 0xffff);
    Limits.inRange("extranonceSize", extranonceSize, 1, 32);
    Limits.positive("maxChannels", maxChannels);
    Limits.positive("maxRecentSolutions", maxRecentSolutions);
    Limits.positive("solutionsOfferedFor", solutionsOfferedFor);
    if (maxChannelsPerConnection < 1 || maxFutureTemplates < 1) {
      throw new IllegalArgumentException("maxChannelsPerConnection, maxFutureTemplates: from 1 up");
    }
  }

  /** With the defaults: 6 shares a minute, at least 1 MH/s, 8 bytes to roll. */
  public static PoolConfig payingTo(B064K payoutScript) {
    return new PoolConfig(
        payoutScript,
        "reactor-stratum",
        6,
        1_000_000,
        0,
        8,
        100_000,
        1_000,
        8,
        8,
        Duration.ofMinutes(10),
        ChannelConfig.DEFAULT);
  }

  /** A copy with another pace of shares. */
  public PoolConfig withShares(double perMinute, double minimumHashRate) {
    return new PoolConfig(
        payoutScript,
        tag,
        perMinute,
        minimumHashRate,
        serverId,
        extranonceSize,
        maxChannels,
        maxChannelsPerConnection,
        maxFutureTemplates,
        maxRecentSolutions,
        solutionsOfferedFor,
        channel);
  }

  /** A copy with another id among the servers of a pool. */
  public PoolConfig withServerId(int id) {
    return new PoolConfig(
        payoutScript,
        tag,
        sharesPerMinute,
        minimumHashRate,
        id,
        extranonceSize,
        maxChannels,
        maxChannelsPerConnection,
        maxFutureTemplates,
        maxRecentSolutions,
        solutionsOfferedFor,
        channel);
  }

  /** A copy with other bounds of each channel. */
  public PoolConfig withChannel(ChannelConfig other) {
    return new PoolConfig(
        payoutScript,
        tag,
        sharesPerMinute,
        minimumHashRate,
        serverId,
        extranonceSize,
        maxChannels,
        maxChannelsPerConnection,
        maxFutureTemplates,
        maxRecentSolutions,
        solutionsOfferedFor,
        other);
  }
}
