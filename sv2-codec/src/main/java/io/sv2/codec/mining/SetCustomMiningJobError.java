package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;

/**
 * The custom job was refused. SetCustomMiningJob.Error, section 5.3.20.
 *
 * @param channelId U32: the channel
 * @param requestId U32: of the request
 * @param errorCode see {@link io.sv2.codec.ErrorCodes}
 */
public record SetCustomMiningJobError(long channelId, long requestId, Str0255 errorCode)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "SetCustomMiningJob.Error";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SetCustomMiningJobError {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.u32(NAME, "request_id", requestId);
    FieldRules.code(NAME, "error_code", errorCode);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SetCustomMiningJobError read(PayloadReader reader) {
    return new SetCustomMiningJobError(
        reader.u32("channel_id"), reader.u32("request_id"), reader.str0255("error_code"));
  }

  @Override
  public MessageType type() {
    return MessageType.SET_CUSTOM_MINING_JOB_ERROR;
  }

  @Override
  public int payloadLength() {
    return 9 + errorCode.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.u32(requestId);
    writer.prefixed8(errorCode);
  }
}
