package io.sv2.codec.template;

import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;

/**
 * Asks for a template's transactions. RequestTransactionData, section 7.4.
 *
 * @param templateId U64, unsigned: of a template
 */
public record RequestTransactionData(long templateId) implements TemplateMessage {
  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static RequestTransactionData read(PayloadReader reader) {
    return new RequestTransactionData(reader.u64("template_id"));
  }

  @Override
  public MessageType type() {
    return MessageType.REQUEST_TRANSACTION_DATA;
  }

  @Override
  public int payloadLength() {
    return 8;
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u64(templateId);
  }
}
