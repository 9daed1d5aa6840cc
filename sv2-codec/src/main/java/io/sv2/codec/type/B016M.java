package io.sv2.codec.type;

import java.util.HexFormat;

/** B0_16M: up to 16,777,215 bytes with a 24-bit length prefix (section 3.1). */
public final class B016M extends Octets {
  /** Fewest bytes. */
  public static final int MIN_LENGTH = 0;

  /** Most bytes. */
  public static final int MAX_LENGTH = 16_777_215;

  /** No bytes. */
  public static final B016M EMPTY = new B016M(new byte[0], 0, 0);

  private B016M(byte[] source, int offset, int length) {
    super(source, offset, length, MIN_LENGTH, MAX_LENGTH, "B0_16M");
  }

  /**
   * A copy of {@code bytes}.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static B016M of(byte... bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * A copy of {@code length} bytes from {@code offset} on.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static B016M of(byte[] source, int offset, int length) {
    return length == 0 ? EMPTY : new B016M(source, offset, length);
  }

  /**
   * The bytes that {@code hex} spells, in wire order.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   * @throws IllegalArgumentException when it is not hex
   */
  public static B016M ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }
}
