package io.sv2.codec.common;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;

/**
 * The server refuses the connection and closes it. SetupConnection.Error, section 3.6.3.
 *
 * @param flags U32: all features asked for that the server does not support; 0 when they are not
 *     the reason
 * @param errorCode see {@link io.sv2.codec.ErrorCodes}
 */
public record SetupConnectionError(long flags, Str0255 errorCode) implements CommonMessage {
  private static final String NAME = "SetupConnection.Error";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SetupConnectionError {
    FieldRules.u32(NAME, "flags", flags);
    FieldRules.code(NAME, "error_code", errorCode);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SetupConnectionError read(PayloadReader reader) {
    return new SetupConnectionError(reader.u32("flags"), reader.str0255("error_code"));
  }

  @Override
  public MessageType type() {
    return MessageType.SETUP_CONNECTION_ERROR;
  }

  @Override
  public int payloadLength() {
    return 5 + errorCode.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(flags);
    writer.prefixed8(errorCode);
  }
}
