package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;

/**
 * The update was refused. UpdateChannel.Error, section 5.3.8.
 *
 * @param channelId U32: the channel
 * @param errorCode see {@link io.sv2.codec.ErrorCodes}
 */
public record UpdateChannelError(long channelId, Str0255 errorCode)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "UpdateChannel.Error";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public UpdateChannelError {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.code(NAME, "error_code", errorCode);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static UpdateChannelError read(PayloadReader reader) {
    return new UpdateChannelError(reader.u32("channel_id"), reader.str0255("error_code"));
  }

  @Override
  public MessageType type() {
    return MessageType.UPDATE_CHANNEL_ERROR;
  }

  @Override
  public int payloadLength() {
    return 5 + errorCode.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.prefixed8(errorCode);
  }
}
