package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B032;

/**
 * Changes the extranonce prefix for the jobs that follow. SetExtranoncePrefix, section 5.3.10.
 *
 * @param channelId U32: the channel
 * @param extranoncePrefix for all jobs sent after this message
 */
public record SetExtranoncePrefix(long channelId, B032 extranoncePrefix)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "SetExtranoncePrefix";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SetExtranoncePrefix {
    FieldRules.u32(NAME, "channel_id", channelId);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SetExtranoncePrefix read(PayloadReader reader) {
    return new SetExtranoncePrefix(reader.u32("channel_id"), reader.b032("extranonce_prefix"));
  }

  @Override
  public MessageType type() {
    return MessageType.SET_EXTRANONCE_PREFIX;
  }

  @Override
  public int payloadLength() {
    return 5 + extranoncePrefix.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.prefixed8(extranoncePrefix);
  }
}
