package io.sv2.codec.template;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.List;

/**
 * A block template without its transactions. NewTemplate, section 7.2.
 *
 * @param templateId U64, unsigned: strictly increasing
 * @param futureTemplate BOOL: whether it waits for a {@link SetNewPrevHash}
 * @param version U32: header version
 * @param coinbaseTxVersion U32: coinbase nVersion
 * @param coinbasePrefix what the coinbase script begins with; up to 8 bytes are in use
 * @param coinbaseTxInputSequence U32: coinbase input nSequence
 * @param coinbaseTxValueRemaining U64, unsigned: satoshis that the client may spend
 * @param coinbaseTxOutputsCount U32: outputs in the next field
 * @param coinbaseTxOutputs consensus-serialized outputs that come last, no count before them
 * @param coinbaseTxLocktime U32: coinbase locktime
 * @param merklePath hashes from the coinbase up
 */
public record NewTemplate(
    long templateId,
    boolean futureTemplate,
    long version,
    long coinbaseTxVersion,
    B0255 coinbasePrefix,
    long coinbaseTxInputSequence,
    long coinbaseTxValueRemaining,
    long coinbaseTxOutputsCount,
    B064K coinbaseTxOutputs,
    long coinbaseTxLocktime,
    List<U256> merklePath)
    implements TemplateMessage {
  private static final String NAME = "NewTemplate";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public NewTemplate {
    FieldRules.u32(NAME, "version", version);
    FieldRules.u32(NAME, "coinbase_tx_version", coinbaseTxVersion);
    FieldRules.u32(NAME, "coinbase_tx_input_sequence", coinbaseTxInputSequence);
    FieldRules.u32(NAME, "coinbase_tx_outputs_count", coinbaseTxOutputsCount);
    FieldRules.u32(NAME, "coinbase_tx_locktime", coinbaseTxLocktime);
    merklePath = FieldRules.sequence(NAME, "merkle_path", merklePath, 255);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static NewTemplate read(PayloadReader reader) {
    return new NewTemplate(
        reader.u64("template_id"),
        reader.bool("future_template"),
        reader.u32("version"),
        reader.u32("coinbase_tx_version"),
        reader.b0255("coinbase_prefix"),
        reader.u32("coinbase_tx_input_sequence"),
        reader.u64("coinbase_tx_value_remaining"),
        reader.u32("coinbase_tx_outputs_count"),
        reader.b064K("coinbase_tx_outputs"),
        reader.u32("coinbase_tx_locktime"),
        reader.seq0255U256("merkle_path"));
  }

  @Override
  public MessageType type() {
    return MessageType.NEW_TEMPLATE;
  }

  @Override
  public int payloadLength() {
    return 41 + coinbasePrefix.length() + coinbaseTxOutputs.length() + 32 * merklePath.size();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u64(templateId);
    writer.bool(futureTemplate);
    writer.u32(version);
    writer.u32(coinbaseTxVersion);
    writer.prefixed8(coinbasePrefix);
    writer.u32(coinbaseTxInputSequence);
    writer.u64(coinbaseTxValueRemaining);
    writer.u32(coinbaseTxOutputsCount);
    writer.prefixed16(coinbaseTxOutputs);
    writer.u32(coinbaseTxLocktime);
    writer.seq0255U256(merklePath);
  }
}
