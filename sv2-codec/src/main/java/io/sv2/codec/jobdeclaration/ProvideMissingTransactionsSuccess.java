package io.sv2.codec.jobdeclaration;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B016M;
import java.util.List;

/**
 * The transactions that were asked for. ProvideMissingTransactions.Success, section 6.4.8.
 *
 * @param requestId U32: pairs request and answer
 * @param transactionList whole transactions, in the order they were asked for
 */
public record ProvideMissingTransactionsSuccess(long requestId, List<B016M> transactionList)
    implements JobDeclarationMessage {
  private static final String NAME = "ProvideMissingTransactions.Success";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public ProvideMissingTransactionsSuccess {
    FieldRules.u32(NAME, "request_id", requestId);
    transactionList = FieldRules.transactions(NAME, "transaction_list", transactionList);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static ProvideMissingTransactionsSuccess read(PayloadReader reader) {
    return new ProvideMissingTransactionsSuccess(
        reader.u32("request_id"), reader.seq064KB016M("transaction_list"));
  }

  @Override
  public MessageType type() {
    return MessageType.PROVIDE_MISSING_TRANSACTIONS_SUCCESS;
  }

  @Override
  public int payloadLength() {
    return 4 + PayloadWriter.lengthOf(transactionList);
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(requestId);
    writer.seq064KB016M(transactionList);
  }
}
