package io.sv2.codec.type;

import java.util.HexFormat;

/** B0_255: up to 255 bytes with an 8-bit length prefix (section 3.1). */
public final class B0255 extends Octets {
  /** Fewest bytes. */
  public static final int MIN_LENGTH = 0;

  /** Most bytes. */
  public static final int MAX_LENGTH = 255;

  /** No bytes. */
  public static final B0255 EMPTY = new B0255(new byte[0], 0, 0);

  private B0255(byte[] source, int offset, int length) {
    super(source, offset, length, MIN_LENGTH, MAX_LENGTH, "B0_255");
  }

  /**
   * A copy of {@code bytes}.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static B0255 of(byte... bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * A copy of {@code length} bytes from {@code offset} on.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static B0255 of(byte[] source, int offset, int length) {
    return length == 0 ? EMPTY : new B0255(source, offset, length);
  }

  /**
   * The bytes that {@code hex} spells, in wire order.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   * @throws IllegalArgumentException when it is not hex
   */
  public static B0255 ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }
}
