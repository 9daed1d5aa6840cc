package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;

/**
 * Refuses one result. SubmitShares.Error, section 5.3.14.
 *
 * @param channelId U32: the channel
 * @param sequenceNumber U32: of the result refused
 * @param errorCode see {@link io.sv2.codec.ErrorCodes}
 */
public record SubmitSharesError(long channelId, long sequenceNumber, Str0255 errorCode)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "SubmitShares.Error";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SubmitSharesError {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.u32(NAME, "sequence_number", sequenceNumber);
    FieldRules.code(NAME, "error_code", errorCode);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SubmitSharesError read(PayloadReader reader) {
    return new SubmitSharesError(
        reader.u32("channel_id"), reader.u32("sequence_number"), reader.str0255("error_code"));
  }

  @Override
  public MessageType type() {
    return MessageType.SUBMIT_SHARES_ERROR;
  }

  @Override
  public int payloadLength() {
    return 9 + errorCode.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.u32(sequenceNumber);
    writer.prefixed8(errorCode);
  }
}
