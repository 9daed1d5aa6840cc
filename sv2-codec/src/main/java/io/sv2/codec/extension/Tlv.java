package io.sv2.codec.extension;

import io.sv2.codec.FieldRules;
import io.sv2.codec.type.B064K;

/**
 * A field that an extension appends to a message of somebody else (section 3.4.3).
 *
 * <p>Type and length are little-endian as all numbers of the protocol are; the example in the
 * specification is not.
 *
 * @param extensionType U16: the extension that defines it
 * @param fieldType U8: which of its fields
 * @param value up to 65,535 bytes; the extension says how many
 */
public record Tlv(int extensionType, int fieldType, B064K value) {
  /** Bytes before the value. */
  public static final int HEADER_LENGTH = 5;

  /**
   * Checks the ranges.
   *
   * @throws io.sv2.codec.InvalidValueException when one is exceeded
   */
  public Tlv {
    FieldRules.u16("TLV", "extension_type", extensionType);
    FieldRules.u8("TLV", "field_type", fieldType);
  }

  /** Bytes of type, length and value. */
  public int length() {
    return HEADER_LENGTH + value.length();
  }
}
