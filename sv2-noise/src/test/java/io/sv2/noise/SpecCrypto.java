package io.sv2.noise;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The functions of sections 4.3, 4.4 and 4.7 out of what the JDK has, so that nothing is shared
 * with the code under test.
 */
final class SpecCrypto {
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private SpecCrypto() {}

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** HASH. */
  static byte[] hash(byte[]... parts) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(join(parts));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HMAC-HASH. */
  private static byte[] hmac(byte[] key, byte[]... data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(join(data));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** HKDF with two outputs. */
  static byte[][] hkdf(byte[] chainingKey, byte[] inputKeyMaterial) {
    byte[] tempKey = hmac(chainingKey, inputKeyMaterial);
    byte[] output1 = hmac(tempKey, new byte[] {1});
    byte[] output2 = hmac(tempKey, output1, new byte[] {2});
    return new byte[][] {output1, output2};
  }

  /** ENCRYPT: 32 zero bits and the little-endian nonce are what the cipher calls its nonce. */
  static byte[] encrypt(byte[] k, long n, byte[] ad, byte[] plaintext) {
    byte[] nonce =
        ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(0).putLong(n).array();
    try {
      Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(k, "ChaCha20"), new IvParameterSpec(nonce));
      cipher.updateAAD(ad);
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Base58Check, of bytes that do not begin with a zero. */
  static String base58Check(byte[] payload) {
    byte[] checksum = Arrays.copyOf(hash(hash(payload)), 4);
    BigInteger number = new BigInteger(1, join(payload, checksum));
    StringBuilder reversed = new StringBuilder();
    while (number.signum() > 0) {
      BigInteger[] division = number.divideAndRemainder(BigInteger.valueOf(58));
      reversed.append(BASE58.charAt(division[1].intValue()));
      number = division[0];
    }
    return reversed.reverse().toString();
  }
}
