package io.sv2.noise;

import io.sv2.noise.KeyFormatException.Reason;
import io.sv2.noise.secp256k1.Secp256k1;
import java.util.Arrays;

/** Secrets as text: Base58Check of their 32 bytes alone, as the reference writes them. */
final class SecretText {
  private static final int PUBLIC_KEY_LENGTH = 34;

  private SecretText() {}

  static byte[] decode(String text, String what) {
    byte[] secret = Base58Check.decode(text, what);
    if (secret.length != Secp256k1.SECRET_LENGTH) {
      String hint = secret.length == PUBLIC_KEY_LENGTH ? "; is this the public key?" : "";
      throw new KeyFormatException(
          Reason.WRONG_LENGTH, what + ": " + secret.length + " bytes, expected 32" + hint);
    }
    if (!Secp256k1.standard().isValidSecret(secret)) {
      Arrays.fill(secret, (byte) 0);
      throw new KeyFormatException(
          Reason.INVALID_KEY, what + ": zero, or not below the order of secp256k1");
    }
    return secret;
  }
}
