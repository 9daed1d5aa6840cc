package io.sv2.codec.template;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B064K;
import java.util.List;

/**
 * A template's transactions. RequestTransactionData.Success, section 7.5.
 *
 * @param templateId U64, unsigned: of the request
 * @param excessData whatever else validating needs; opaque
 * @param transactionList all transactions but the coinbase, opaque
 */
public record RequestTransactionDataSuccess(
    long templateId, B064K excessData, List<B016M> transactionList) implements TemplateMessage {
  private static final String NAME = "RequestTransactionData.Success";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public RequestTransactionDataSuccess {
    transactionList = FieldRules.transactions(NAME, "transaction_list", transactionList);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static RequestTransactionDataSuccess read(PayloadReader reader) {
    return new RequestTransactionDataSuccess(
        reader.u64("template_id"),
        reader.b064K("excess_data"),
        reader.seq064KB016M("transaction_list"));
  }

  @Override
  public MessageType type() {
    return MessageType.REQUEST_TRANSACTION_DATA_SUCCESS;
  }

  @Override
  public int payloadLength() {
    return 10 + excessData.length() + PayloadWriter.lengthOf(transactionList);
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u64(templateId);
    writer.prefixed16(excessData);
    writer.seq064KB016M(transactionList);
  }
}
