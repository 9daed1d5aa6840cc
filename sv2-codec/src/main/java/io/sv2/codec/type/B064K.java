package io.sv2.codec.type;

import java.util.HexFormat;

/** B0_64K: up to 65,535 bytes with a 16-bit length prefix (section 3.1). */
public final class B064K extends Octets {
  /** Fewest bytes. */
  public static final int MIN_LENGTH = 0;

  /** Most bytes. */
  public static final int MAX_LENGTH = 65_535;

  /** No bytes. */
  public static final B064K EMPTY = new B064K(new byte[0], 0, 0);

  private B064K(byte[] source, int offset, int length) {
    super(source, offset, length, MIN_LENGTH, MAX_LENGTH, "B0_64K");
  }

  /**
   * A copy of {@code bytes}.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static B064K of(byte... bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * A copy of {@code length} bytes from {@code offset} on.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static B064K of(byte[] source, int offset, int length) {
    return length == 0 ? EMPTY : new B064K(source, offset, length);
  }

  /**
   * The bytes that {@code hex} spells, in wire order.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   * @throws IllegalArgumentException when it is not hex
   */
  public static B064K ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }
}
