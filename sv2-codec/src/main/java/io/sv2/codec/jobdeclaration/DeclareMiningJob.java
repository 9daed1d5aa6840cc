package io.sv2.codec.jobdeclaration;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.List;

/**
 * Proposes a set of transactions. Its coinbase keeps its BIP141 fields. DeclareMiningJob, section
 * 6.4.4.
 *
 * @param requestId U32: pairs request and answer
 * @param miningJobToken of AllocateMiningJobToken.Success
 * @param version U32: header version
 * @param coinbaseTxPrefix coinbase before the extranonce
 * @param coinbaseTxSuffix coinbase after the extranonce
 * @param wtxidList witness ids of the transactions, the coinbase left out
 * @param excessData what the pool may need to validate
 */
public record DeclareMiningJob(
    long requestId,
    B0255 miningJobToken,
    long version,
    B064K coinbaseTxPrefix,
    B064K coinbaseTxSuffix,
    List<U256> wtxidList,
    B064K excessData)
    implements JobDeclarationMessage {
  private static final String NAME = "DeclareMiningJob";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public DeclareMiningJob {
    FieldRules.u32(NAME, "request_id", requestId);
    FieldRules.u32(NAME, "version", version);
    wtxidList = FieldRules.sequence(NAME, "wtxid_list", wtxidList, 65_535);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static DeclareMiningJob read(PayloadReader reader) {
    return new DeclareMiningJob(
        reader.u32("request_id"),
        reader.b0255("mining_job_token"),
        reader.u32("version"),
        reader.b064K("coinbase_tx_prefix"),
        reader.b064K("coinbase_tx_suffix"),
        reader.seq064KU256("wtxid_list"),
        reader.b064K("excess_data"));
  }

  @Override
  public MessageType type() {
    return MessageType.DECLARE_MINING_JOB;
  }

  @Override
  public int payloadLength() {
    return 17
        + miningJobToken.length()
        + coinbaseTxPrefix.length()
        + coinbaseTxSuffix.length()
        + 32 * wtxidList.size()
        + excessData.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(requestId);
    writer.prefixed8(miningJobToken);
    writer.u32(version);
    writer.prefixed16(coinbaseTxPrefix);
    writer.prefixed16(coinbaseTxSuffix);
    writer.seq064KU256(wtxidList);
    writer.prefixed16(excessData);
  }
}
