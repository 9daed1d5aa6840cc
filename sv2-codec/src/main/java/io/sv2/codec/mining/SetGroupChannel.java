package io.sv2.codec.mining;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import java.util.List;

/**
 * Puts channels into a group. SetGroupChannel, section 5.3.22.
 *
 * @param groupChannelId U32: the group
 * @param channelIds channels that belong to it from now on
 */
public record SetGroupChannel(long groupChannelId, List<Long> channelIds) implements MiningMessage {
  private static final String NAME = "SetGroupChannel";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SetGroupChannel {
    FieldRules.u32(NAME, "group_channel_id", groupChannelId);
    channelIds = FieldRules.u32Sequence(NAME, "channel_ids", channelIds);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SetGroupChannel read(PayloadReader reader) {
    return new SetGroupChannel(reader.u32("group_channel_id"), reader.seq064KU32("channel_ids"));
  }

  @Override
  public MessageType type() {
    return MessageType.SET_GROUP_CHANNEL;
  }

  @Override
  public int payloadLength() {
    return 6 + 4 * channelIds.size();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(groupChannelId);
    writer.seq064KU32(channelIds);
  }
}
