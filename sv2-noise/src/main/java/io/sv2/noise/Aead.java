package io.sv2.noise;

/**
 * ChaCha20-Poly1305 under one key (section 4.3.3), the nonce being 32 zero bits and a little-endian
 * 64-bit number. Not thread-safe; the caller never uses a nonce twice for sealing.
 */
interface Aead {
  int MAC_LENGTH = 16;

  /**
   * Writes {@code length} + 16 bytes to {@code out}, which may be {@code in} at the same offset.
   */
  void seal(long nonce, byte[] ad, byte[] in, int inOffset, int length, byte[] out, int outOffset);

  /**
   * Writes {@code sealedLength} - 16 bytes to {@code out}, which may be {@code in} at the same
   * offset; false when the MAC does not match. Then no plaintext is written, but {@code out} may
   * have been overwritten.
   */
  boolean open(
      long nonce, byte[] ad, byte[] in, int inOffset, int sealedLength, byte[] out, int outOffset);

  /** Overwrites the key; must not be used after. */
  void destroy();
}
