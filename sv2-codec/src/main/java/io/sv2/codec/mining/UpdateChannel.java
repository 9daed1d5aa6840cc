package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.U256;

/**
 * The client's hash rate or the target it can work with has changed. UpdateChannel, section 5.3.7.
 *
 * @param channelId U32: the channel
 * @param nominalHashRate F32: hashes per second; finite, not negative
 * @param maximumTarget the highest target the client can work with
 */
public record UpdateChannel(long channelId, float nominalHashRate, U256 maximumTarget)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "UpdateChannel";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public UpdateChannel {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.hashRate(NAME, "nominal_hash_rate", nominalHashRate);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static UpdateChannel read(PayloadReader reader) {
    return new UpdateChannel(
        reader.u32("channel_id"), reader.f32("nominal_hash_rate"), reader.u256("maximum_target"));
  }

  @Override
  public MessageType type() {
    return MessageType.UPDATE_CHANNEL;
  }

  @Override
  public int payloadLength() {
    return 40;
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.f32(nominalHashRate);
    writer.u256(maximumTarget);
  }
}
