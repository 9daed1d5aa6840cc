package io.sv2.codec.template;

import io.sv2.codec.FieldName;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.U256;

/**
 * A new best block: the template to use on top of it. SetNewPrevHash, section 7.3.
 *
 * @param templateId U64, unsigned: of a template sent before
 * @param prevHash header previous block hash
 * @param headerTimestamp U32: nTime to start with, Unix seconds
 * @param nBits U32: header nBits
 * @param target highest hash that makes a block
 */
public record SetNewPrevHash(
    long templateId,
    U256 prevHash,
    long headerTimestamp,
    @FieldName("nBits") long nBits,
    U256 target)
    implements TemplateMessage {
  private static final String NAME = "SetNewPrevHash";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SetNewPrevHash {
    FieldRules.u32(NAME, "header_timestamp", headerTimestamp);
    FieldRules.u32(NAME, "nBits", nBits);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SetNewPrevHash read(PayloadReader reader) {
    return new SetNewPrevHash(
        reader.u64("template_id"),
        reader.u256("prev_hash"),
        reader.u32("header_timestamp"),
        reader.u32("nBits"),
        reader.u256("target"));
  }

  @Override
  public MessageType type() {
    return MessageType.TEMPLATE_SET_NEW_PREV_HASH;
  }

  @Override
  public int payloadLength() {
    return 80;
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u64(templateId);
    writer.u256(prevHash);
    writer.u32(headerTimestamp);
    writer.u32(nBits);
    writer.u256(target);
  }
}
