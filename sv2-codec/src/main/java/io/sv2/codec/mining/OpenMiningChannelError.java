package io.sv2.codec.mining;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;

/**
 * The channel, standard or extended, was not opened. OpenMiningChannel.Error, section 5.3.6.
 *
 * @param requestId U32: of the request
 * @param errorCode see {@link io.sv2.codec.ErrorCodes}
 */
public record OpenMiningChannelError(long requestId, Str0255 errorCode) implements MiningMessage {
  private static final String NAME = "OpenMiningChannel.Error";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public OpenMiningChannelError {
    FieldRules.u32(NAME, "request_id", requestId);
    FieldRules.code(NAME, "error_code", errorCode);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static OpenMiningChannelError read(PayloadReader reader) {
    return new OpenMiningChannelError(reader.u32("request_id"), reader.str0255("error_code"));
  }

  @Override
  public MessageType type() {
    return MessageType.OPEN_MINING_CHANNEL_ERROR;
  }

  @Override
  public int payloadLength() {
    return 5 + errorCode.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(requestId);
    writer.prefixed8(errorCode);
  }
}
