package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;

/**
 * The channel, or all channels of the group, ends. CloseChannel, section 5.3.9.
 *
 * @param channelId U32: the channel
 * @param reasonCode why; no control characters
 */
public record CloseChannel(long channelId, Str0255 reasonCode)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "CloseChannel";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public CloseChannel {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.code(NAME, "reason_code", reasonCode);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static CloseChannel read(PayloadReader reader) {
    return new CloseChannel(reader.u32("channel_id"), reader.str0255("reason_code"));
  }

  @Override
  public MessageType type() {
    return MessageType.CLOSE_CHANNEL;
  }

  @Override
  public int payloadLength() {
    return 5 + reasonCode.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.prefixed8(reasonCode);
  }
}
