package io.sv2.codec.type;

import java.util.HexFormat;

/** MAC: the authentication code of an AEAD cipher (section 3.1). */
public final class Mac extends Octets {
  /** Fewest bytes. */
  public static final int MIN_LENGTH = 16;

  /** Most bytes. */
  public static final int MAX_LENGTH = 16;

  private Mac(byte[] source, int offset, int length) {
    super(source, offset, length, MIN_LENGTH, MAX_LENGTH, "MAC");
  }

  /**
   * A copy of {@code bytes}.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static Mac of(byte... bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * A copy of {@code length} bytes from {@code offset} on.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static Mac of(byte[] source, int offset, int length) {
    return new Mac(source, offset, length);
  }

  /**
   * The bytes that {@code hex} spells, in wire order.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   * @throws IllegalArgumentException when it is not hex
   */
  public static Mac ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }
}
