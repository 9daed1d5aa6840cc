package io.sv2.codec.mining;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;

/**
 * Asks for a channel whose client rolls a part of the extranonce. OpenExtendedMiningChannel,
 * section 5.3.4.
 *
 * @param requestId U32: chosen by the client, unique on the connection while unanswered
 * @param userIdentity whoever the work is credited to
 * @param nominalHashRate F32: hashes per second; finite, not negative
 * @param maxTarget the highest target the devices can work with
 * @param minExtranonceSize U16: fewest bytes of extranonce the client needs
 */
public record OpenExtendedMiningChannel(
    long requestId,
    Str0255 userIdentity,
    float nominalHashRate,
    U256 maxTarget,
    int minExtranonceSize)
    implements MiningMessage {
  private static final String NAME = "OpenExtendedMiningChannel";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public OpenExtendedMiningChannel {
    FieldRules.u32(NAME, "request_id", requestId);
    FieldRules.hashRate(NAME, "nominal_hash_rate", nominalHashRate);
    FieldRules.u16(NAME, "min_extranonce_size", minExtranonceSize);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static OpenExtendedMiningChannel read(PayloadReader reader) {
    return new OpenExtendedMiningChannel(
        reader.u32("request_id"),
        reader.str0255("user_identity"),
        reader.f32("nominal_hash_rate"),
        reader.u256("max_target"),
        reader.u16("min_extranonce_size"));
  }

  @Override
  public MessageType type() {
    return MessageType.OPEN_EXTENDED_MINING_CHANNEL;
  }

  @Override
  public int payloadLength() {
    return 43 + userIdentity.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(requestId);
    writer.prefixed8(userIdentity);
    writer.f32(nominalHashRate);
    writer.u256(maxTarget);
    writer.u16(minExtranonceSize);
  }
}
