package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.U256;

/**
 * Changes the target for the jobs that follow and for future jobs already sent. SetTarget, section
 * 5.3.21.
 *
 * @param channelId U32: the channel
 * @param maximumTarget highest hash that counts
 */
public record SetTarget(long channelId, U256 maximumTarget)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "SetTarget";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SetTarget {
    FieldRules.u32(NAME, "channel_id", channelId);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SetTarget read(PayloadReader reader) {
    return new SetTarget(reader.u32("channel_id"), reader.u256("maximum_target"));
  }

  @Override
  public MessageType type() {
    return MessageType.SET_TARGET;
  }

  @Override
  public int payloadLength() {
    return 36;
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.u256(maximumTarget);
  }
}
