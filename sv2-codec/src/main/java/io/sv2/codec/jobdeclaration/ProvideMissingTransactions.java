package io.sv2.codec.jobdeclaration;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import java.util.List;

/**
 * Asks for transactions that the server does not have. ProvideMissingTransactions, section 6.4.7.
 *
 * @param requestId U32: pairs request and answer
 * @param unknownTxPositionList U16 each: positions in the declared list, from 0
 */
public record ProvideMissingTransactions(long requestId, List<Integer> unknownTxPositionList)
    implements JobDeclarationMessage {
  private static final String NAME = "ProvideMissingTransactions";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public ProvideMissingTransactions {
    FieldRules.u32(NAME, "request_id", requestId);
    unknownTxPositionList =
        FieldRules.u16Sequence(NAME, "unknown_tx_position_list", unknownTxPositionList);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static ProvideMissingTransactions read(PayloadReader reader) {
    return new ProvideMissingTransactions(
        reader.u32("request_id"), reader.seq064KU16("unknown_tx_position_list"));
  }

  @Override
  public MessageType type() {
    return MessageType.PROVIDE_MISSING_TRANSACTIONS;
  }

  @Override
  public int payloadLength() {
    return 6 + 2 * unknownTxPositionList.size();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(requestId);
    writer.seq064KU16(unknownTxPositionList);
  }
}
