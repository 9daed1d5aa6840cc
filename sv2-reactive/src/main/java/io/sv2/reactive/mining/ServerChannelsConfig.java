package io.sv2.reactive.mining;

/**
 * How a server keeps the channels of a connection.
 *
 * @param maxChannels of one connection, from 1 up; more are refused with {@code too-many-channels}
 * @param maxSeenShares of all channels of a connection, remembered until their next tip, 21 to 43
 *     bytes each; beside the bound of each channel ({@link ChannelConfig#maxSeenShares()}), and
 *     like it: more are refused, never credited twice. Should be what so many channels find in the
 *     longest time between two tips, an hour and more
 * @param targets which targets are given
 * @param vardiff finds out what miners really do
 * @param channel bounds and policies of each channel
 */
public record ServerChannelsConfig(
    int maxChannels,
    int maxSeenShares,
    TargetPolicy targets,
    Vardiff.Factory vardiff,
    ChannelConfig channel) {
  private static final int SHARES_OF_EACH = 1_000;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is out of range
   */
  public ServerChannelsConfig {
    if (maxChannels < 1 || maxSeenShares < 1) {
      throw new IllegalArgumentException(
          "maxChannels, maxSeenShares: from 1 up, not " + maxChannels + ", " + maxSeenShares);
    }
  }

  /** A thousand channels, a million shares, smoothed vardiff, the defaults of a channel. */
  public static ServerChannelsConfig of(TargetPolicy targets) {
    return new ServerChannelsConfig(
        1_000,
        1_000 * SHARES_OF_EACH,
        targets,
        SmoothedVardiff.factory(VardiffConfig.DEFAULT),
        ChannelConfig.DEFAULT);
  }

  /** A copy with another bound of channels, and room for a thousand shares of each at least. */
  public ServerChannelsConfig withMaxChannels(int channels) {
    int shares = (int) Math.min(Integer.MAX_VALUE, (long) SHARES_OF_EACH * channels);
    return new ServerChannelsConfig(
        channels, Math.max(maxSeenShares, shares), targets, vardiff, channel);
  }

  /** A copy that remembers another number of shares. */
  public ServerChannelsConfig withMaxSeenShares(int shares) {
    return new ServerChannelsConfig(maxChannels, shares, targets, vardiff, channel);
  }

  /** A copy that gives other targets. */
  public ServerChannelsConfig withTargets(TargetPolicy policy) {
    return new ServerChannelsConfig(maxChannels, maxSeenShares, policy, vardiff, channel);
  }

  /** A copy with another strategy. */
  public ServerChannelsConfig withVardiff(Vardiff.Factory strategy) {
    return new ServerChannelsConfig(maxChannels, maxSeenShares, targets, strategy, channel);
  }

  /** A copy with other bounds of each channel. */
  public ServerChannelsConfig withChannel(ChannelConfig other) {
    return new ServerChannelsConfig(maxChannels, maxSeenShares, targets, vardiff, other);
  }
}
