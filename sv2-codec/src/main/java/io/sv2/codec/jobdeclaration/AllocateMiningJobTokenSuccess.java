package io.sv2.codec.jobdeclaration;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B064K;

/**
 * A token, and the outputs that the pool wants in the coinbase. AllocateMiningJobToken.Success,
 * section 6.4.3.
 *
 * @param requestId U32: pairs request and answer
 * @param miningJobToken identifies the job, here and on the mining connection
 * @param coinbaseTxOutputs CompactSize count and consensus-serialized outputs, the payout first,
 *     all of 0 satoshis
 */
public record AllocateMiningJobTokenSuccess(
    long requestId, B0255 miningJobToken, B064K coinbaseTxOutputs)
    implements JobDeclarationMessage {
  private static final String NAME = "AllocateMiningJobToken.Success";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public AllocateMiningJobTokenSuccess {
    FieldRules.u32(NAME, "request_id", requestId);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static AllocateMiningJobTokenSuccess read(PayloadReader reader) {
    return new AllocateMiningJobTokenSuccess(
        reader.u32("request_id"),
        reader.b0255("mining_job_token"),
        reader.b064K("coinbase_tx_outputs"));
  }

  @Override
  public MessageType type() {
    return MessageType.ALLOCATE_MINING_JOB_TOKEN_SUCCESS;
  }

  @Override
  public int payloadLength() {
    return 7 + miningJobToken.length() + coinbaseTxOutputs.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(requestId);
    writer.prefixed8(miningJobToken);
    writer.prefixed16(coinbaseTxOutputs);
  }
}
