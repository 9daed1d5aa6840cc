package io.sv2.codec.common;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;

/**
 * The server accepts the connection. SetupConnection.Success, section 3.6.2.
 *
 * @param usedVersion U16: the version spoken from now on
 * @param flags U32: features the server requires or offers, per subprotocol
 */
public record SetupConnectionSuccess(int usedVersion, long flags) implements CommonMessage {
  private static final String NAME = "SetupConnection.Success";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SetupConnectionSuccess {
    FieldRules.u16(NAME, "used_version", usedVersion);
    FieldRules.u32(NAME, "flags", flags);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SetupConnectionSuccess read(PayloadReader reader) {
    return new SetupConnectionSuccess(reader.u16("used_version"), reader.u32("flags"));
  }

  @Override
  public MessageType type() {
    return MessageType.SETUP_CONNECTION_SUCCESS;
  }

  @Override
  public int payloadLength() {
    return 6;
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u16(usedVersion);
    writer.u32(flags);
  }
}
