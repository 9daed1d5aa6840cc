package io.sv2.noise.secp256k1;

import java.util.HexFormat;

/** What every provider asks of its arguments; the messages never show them. */
final class Arguments {
  private static final byte[] ORDER =
      HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

  private Arguments() {}

  static void require(byte[] bytes, int length, String what) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          what + " must have " + length + " bytes, not " + bytes.length);
    }
  }

  /** Looks at every byte, so that the time tells nothing, and makes no copy. */
  static boolean isSecret(byte[] secret) {
    require(secret, Secp256k1.SECRET_LENGTH, "secret");
    int any = 0;
    int borrow = 0; // of secret - ORDER
    for (int i = ORDER.length - 1; i >= 0; i--) {
      any |= secret[i];
      borrow = ((secret[i] & 0xff) - (ORDER[i] & 0xff) - borrow) >>> 31;
    }
    return any != 0 && borrow == 1;
  }

  static void requireSecret(byte[] secret) {
    if (!isSecret(secret)) {
      throw new IllegalArgumentException("the secret is zero or not below the group order");
    }
  }
}
