package io.sv2.codec.type;

import java.util.HexFormat;

/** SIGNATURE: a BIP340 Schnorr signature (section 3.1). */
public final class SignatureBytes extends Octets {
  /** Fewest bytes. */
  public static final int MIN_LENGTH = 64;

  /** Most bytes. */
  public static final int MAX_LENGTH = 64;

  private SignatureBytes(byte[] source, int offset, int length) {
    super(source, offset, length, MIN_LENGTH, MAX_LENGTH, "SIGNATURE");
  }

  /**
   * A copy of {@code bytes}.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static SignatureBytes of(byte... bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * A copy of {@code length} bytes from {@code offset} on.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static SignatureBytes of(byte[] source, int offset, int length) {
    return new SignatureBytes(source, offset, length);
  }

  /**
   * The bytes that {@code hex} spells, in wire order.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   * @throws IllegalArgumentException when it is not hex
   */
  public static SignatureBytes ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }
}
