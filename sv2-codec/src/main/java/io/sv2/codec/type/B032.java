package io.sv2.codec.type;

import java.util.HexFormat;

/** B0_32: up to 32 bytes with an 8-bit length prefix (section 3.1). */
public final class B032 extends Octets {
  /** Fewest bytes. */
  public static final int MIN_LENGTH = 0;

  /** Most bytes. */
  public static final int MAX_LENGTH = 32;

  /** No bytes. */
  public static final B032 EMPTY = new B032(new byte[0], 0, 0);

  private B032(byte[] source, int offset, int length) {
    super(source, offset, length, MIN_LENGTH, MAX_LENGTH, "B0_32");
  }

  /**
   * A copy of {@code bytes}.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static B032 of(byte... bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * A copy of {@code length} bytes from {@code offset} on.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static B032 of(byte[] source, int offset, int length) {
    return length == 0 ? EMPTY : new B032(source, offset, length);
  }

  /**
   * The bytes that {@code hex} spells, in wire order.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   * @throws IllegalArgumentException when it is not hex
   */
  public static B032 ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }
}
