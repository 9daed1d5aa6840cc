package io.sv2.codec.mining;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;

/**
 * The extended channel is open. OpenExtendedMiningChannel.Success, section 5.3.5.
 *
 * @param requestId U32: of the request
 * @param channelId U32: of the new channel, stable for the life of the connection
 * @param target the first target
 * @param extranonceSize U16: bytes of extranonce that the client rolls
 * @param extranoncePrefix the bytes before them
 * @param groupChannelId U32: the group it belongs to
 */
public record OpenExtendedMiningChannelSuccess(
    long requestId,
    long channelId,
    U256 target,
    int extranonceSize,
    B032 extranoncePrefix,
    long groupChannelId)
    implements MiningMessage {
  private static final String NAME = "OpenExtendedMiningChannel.Success";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public OpenExtendedMiningChannelSuccess {
    FieldRules.u32(NAME, "request_id", requestId);
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.u16(NAME, "extranonce_size", extranonceSize);
    FieldRules.u32(NAME, "group_channel_id", groupChannelId);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static OpenExtendedMiningChannelSuccess read(PayloadReader reader) {
    return new OpenExtendedMiningChannelSuccess(
        reader.u32("request_id"),
        reader.u32("channel_id"),
        reader.u256("target"),
        reader.u16("extranonce_size"),
        reader.b032("extranonce_prefix"),
        reader.u32("group_channel_id"));
  }

  @Override
  public MessageType type() {
    return MessageType.OPEN_EXTENDED_MINING_CHANNEL_SUCCESS;
  }

  @Override
  public int payloadLength() {
    return 47 + extranoncePrefix.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(requestId);
    writer.u32(channelId);
    writer.u256(target);
    writer.u16(extranonceSize);
    writer.prefixed8(extranoncePrefix);
    writer.u32(groupChannelId);
  }
}
