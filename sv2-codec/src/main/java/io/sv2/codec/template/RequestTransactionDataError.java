package io.sv2.codec.template;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;

/**
 * The template's transactions are not to be had. RequestTransactionData.Error, section 7.6.
 *
 * @param templateId U64, unsigned: of the request
 * @param errorCode see {@link io.sv2.codec.ErrorCodes}
 */
public record RequestTransactionDataError(long templateId, Str0255 errorCode)
    implements TemplateMessage {
  private static final String NAME = "RequestTransactionData.Error";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public RequestTransactionDataError {
    FieldRules.code(NAME, "error_code", errorCode);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static RequestTransactionDataError read(PayloadReader reader) {
    return new RequestTransactionDataError(reader.u64("template_id"), reader.str0255("error_code"));
  }

  @Override
  public MessageType type() {
    return MessageType.REQUEST_TRANSACTION_DATA_ERROR;
  }

  @Override
  public int payloadLength() {
    return 9 + errorCode.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u64(templateId);
    writer.prefixed8(errorCode);
  }
}
