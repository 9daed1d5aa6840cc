package io.sv2.codec;

/** A message that belongs to a channel; its frames have the {@code channel_msg} bit set. */
public interface ChannelMessage {
  /** U32: the channel, or for some messages the group channel. */
  long channelId();
}
