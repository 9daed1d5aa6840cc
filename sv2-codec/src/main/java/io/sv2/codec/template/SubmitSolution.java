package io.sv2.codec.template;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B064K;

/**
 * A block was found. SubmitSolution, section 7.7.
 *
 * @param templateId U64, unsigned: the template that was worked on
 * @param version U32: full header version
 * @param headerTimestamp U32: header time, Unix seconds
 * @param headerNonce U32: header nonce
 * @param coinbaseTx the whole coinbase transaction, BIP141 fields included
 */
public record SubmitSolution(
    long templateId, long version, long headerTimestamp, long headerNonce, B064K coinbaseTx)
    implements TemplateMessage {
  private static final String NAME = "SubmitSolution";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SubmitSolution {
    FieldRules.u32(NAME, "version", version);
    FieldRules.u32(NAME, "header_timestamp", headerTimestamp);
    FieldRules.u32(NAME, "header_nonce", headerNonce);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SubmitSolution read(PayloadReader reader) {
    return new SubmitSolution(
        reader.u64("template_id"),
        reader.u32("version"),
        reader.u32("header_timestamp"),
        reader.u32("header_nonce"),
        reader.b064K("coinbase_tx"));
  }

  @Override
  public MessageType type() {
    return MessageType.SUBMIT_SOLUTION;
  }

  @Override
  public int payloadLength() {
    return 22 + coinbaseTx.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u64(templateId);
    writer.u32(version);
    writer.u32(headerTimestamp);
    writer.u32(headerNonce);
    writer.prefixed16(coinbaseTx);
  }
}
