package io.sv2.codec.common;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;

/**
 * Asks the client to connect elsewhere, under the same authority key. Reconnect, section 3.6.5.
 *
 * @param newHost empty: the present host
 * @param newPort U16: 0: the present port
 */
public record Reconnect(Str0255 newHost, int newPort) implements CommonMessage {
  private static final String NAME = "Reconnect";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public Reconnect {
    FieldRules.u16(NAME, "new_port", newPort);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static Reconnect read(PayloadReader reader) {
    return new Reconnect(reader.str0255("new_host"), reader.u16("new_port"));
  }

  @Override
  public MessageType type() {
    return MessageType.RECONNECT;
  }

  @Override
  public int payloadLength() {
    return 3 + newHost.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.prefixed8(newHost);
    writer.u16(newPort);
  }
}
