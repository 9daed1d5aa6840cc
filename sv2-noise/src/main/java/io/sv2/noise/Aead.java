package io.sv2.noise;

/**
 * ChaCha20-Poly1305 under one key (section 4.3.3), the nonce being 32 zero bits and a little-endian
 * 64-bit number. Not thread-safe; the caller never uses a nonce twice for sealing.
 */
interface Aead {
  int MAC_LENGTH = 16;

  /** What seals with these 32 bytes, of which it keeps no reference. */
  static Aead forKey(byte[] key) {
    return new BouncyCastleAead(key, 0);
  }

  /** Writes {@code length} + 16 bytes to {@code out}, which must not overlap {@code in}. */
  void seal(long nonce, byte[] ad, byte[] in, int inOffset, int length, byte[] out, int outOffset);

  /**
   * Writes {@code sealedLength} - 16 bytes to {@code out}, which may be {@code in} at the same
   * offset; false, and nothing written, when the MAC does not match.
   */
  boolean open(
      long nonce, byte[] ad, byte[] in, int inOffset, int sealedLength, byte[] out, int outOffset);

  /** Overwrites the key; must not be used after. */
  void destroy();
}
