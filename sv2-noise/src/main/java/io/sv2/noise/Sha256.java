package io.sv2.noise;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** SHA-256 of the JDK, which uses the processor's instructions, and what is built on it. */
final class Sha256 {
  static final int LENGTH = 32;
  private static final int BLOCK_LENGTH = 64;

  private Sha256() {}

  static byte[] hash(byte[]... parts) {
    MessageDigest digest = digest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /** HMAC-HASH of section 4.4.2, for keys of at most one block. */
  static byte[] hmac(byte[] key, byte[]... data) {
    if (key.length > BLOCK_LENGTH) {
      throw new IllegalArgumentException("HMAC key longer than a block: " + key.length);
    }
    byte[] pad = Arrays.copyOf(key, BLOCK_LENGTH);
    xor(pad, 0x36);
    MessageDigest digest = digest();
    digest.update(pad);
    for (byte[] part : data) {
      digest.update(part);
    }
    byte[] inner = digest.digest();
    xor(pad, 0x36 ^ 0x5c);
    digest.update(pad);
    byte[] outer = digest.digest(inner);
    Arrays.fill(pad, (byte) 0);
    return outer;
  }

  /** HKDF of section 4.4.2: no info, two outputs of 32 bytes. */
  static byte[][] hkdf(byte[] chainingKey, byte[] inputKeyMaterial) {
    byte[] tempKey = hmac(chainingKey, inputKeyMaterial);
    byte[] output1 = hmac(tempKey, new byte[] {1});
    byte[] output2 = hmac(tempKey, output1, new byte[] {2});
    Arrays.fill(tempKey, (byte) 0);
    return new byte[][] {output1, output2};
  }

  private static void xor(byte[] bytes, int value) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= (byte) value;
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
