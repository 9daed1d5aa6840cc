package io.sv2.codec.common;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;

/**
 * The far end of a channel is another one now: extension state starts anew. ChannelEndpointChanged,
 * section 3.6.4.
 *
 * @param channelId U32: the channel
 */
public record ChannelEndpointChanged(long channelId) implements CommonMessage, ChannelMessage {
  private static final String NAME = "ChannelEndpointChanged";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public ChannelEndpointChanged {
    FieldRules.u32(NAME, "channel_id", channelId);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static ChannelEndpointChanged read(PayloadReader reader) {
    return new ChannelEndpointChanged(reader.u32("channel_id"));
  }

  @Override
  public MessageType type() {
    return MessageType.CHANNEL_ENDPOINT_CHANGED;
  }

  @Override
  public int payloadLength() {
    return 4;
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
  }
}
