package io.sv2.codec.mining;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;

/**
 * Asks for a channel whose merkle root the server fixes. OpenStandardMiningChannel, section 5.3.2.
 *
 * @param requestId U32: chosen by the client, unique on the connection while unanswered
 * @param userIdentity whoever the work is credited to
 * @param nominalHashRate F32: hashes per second; finite, not negative
 * @param maxTarget the highest target the device can work with
 */
public record OpenStandardMiningChannel(
    long requestId, Str0255 userIdentity, float nominalHashRate, U256 maxTarget)
    implements MiningMessage {
  private static final String NAME = "OpenStandardMiningChannel";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public OpenStandardMiningChannel {
    FieldRules.u32(NAME, "request_id", requestId);
    FieldRules.hashRate(NAME, "nominal_hash_rate", nominalHashRate);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static OpenStandardMiningChannel read(PayloadReader reader) {
    return new OpenStandardMiningChannel(
        reader.u32("request_id"),
        reader.str0255("user_identity"),
        reader.f32("nominal_hash_rate"),
        reader.u256("max_target"));
  }

  @Override
  public MessageType type() {
    return MessageType.OPEN_STANDARD_MINING_CHANNEL;
  }

  @Override
  public int payloadLength() {
    return 41 + userIdentity.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(requestId);
    writer.prefixed8(userIdentity);
    writer.f32(nominalHashRate);
    writer.u256(maxTarget);
  }
}
