package io.sv2.reactive.mining;

/**
 * How a server keeps the channels of a connection.
 *
 * @param maxChannels of one connection, from 1 up; more are refused with {@code too-many-channels}
 * @param targets which targets are given
 * @param vardiff finds out what miners really do
 * @param channel bounds and policies of each channel
 */
public record ServerChannelsConfig(
    int maxChannels, TargetPolicy targets, Vardiff.Factory vardiff, ChannelConfig channel) {
  /**
   * Checks the bound.
   *
   * @throws IllegalArgumentException when it is out of range
   */
  public ServerChannelsConfig {
    if (maxChannels < 1) {
      throw new IllegalArgumentException("maxChannels: from 1 up, not " + maxChannels);
    }
  }

  /** A thousand channels, smoothed vardiff, the defaults of a channel. */
  public static ServerChannelsConfig of(TargetPolicy targets) {
    return new ServerChannelsConfig(
        1_000, targets, SmoothedVardiff.factory(VardiffConfig.DEFAULT), ChannelConfig.DEFAULT);
  }

  /** A copy with another bound of channels. */
  public ServerChannelsConfig withMaxChannels(int channels) {
    return new ServerChannelsConfig(channels, targets, vardiff, channel);
  }

  /** A copy with another strategy. */
  public ServerChannelsConfig withVardiff(Vardiff.Factory strategy) {
    return new ServerChannelsConfig(maxChannels, targets, strategy, channel);
  }

  /** A copy with other bounds of each channel. */
  public ServerChannelsConfig withChannel(ChannelConfig other) {
    return new ServerChannelsConfig(maxChannels, targets, vardiff, other);
  }
}
