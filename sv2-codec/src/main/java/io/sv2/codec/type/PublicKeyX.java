package io.sv2.codec.type;

import java.util.HexFormat;

/** PUBKEY: the x coordinate of a secp256k1 public key as in BIP340 (section 3.1). */
public final class PublicKeyX extends Octets {
  /** Fewest bytes. */
  public static final int MIN_LENGTH = 32;

  /** Most bytes. */
  public static final int MAX_LENGTH = 32;

  private PublicKeyX(byte[] source, int offset, int length) {
    super(source, offset, length, MIN_LENGTH, MAX_LENGTH, "PUBKEY");
  }

  /**
   * A copy of {@code bytes}.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static PublicKeyX of(byte... bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * A copy of {@code length} bytes from {@code offset} on.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   */
  public static PublicKeyX of(byte[] source, int offset, int length) {
    return new PublicKeyX(source, offset, length);
  }

  /**
   * The bytes that {@code hex} spells, in wire order.
   *
   * @throws io.sv2.codec.InvalidValueException when the length is out of range
   * @throws IllegalArgumentException when it is not hex
   */
  public static PublicKeyX ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }
}
