package io.sv2.examples.miner;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Double SHA-256, the hash of Bitcoin headers, transactions and merkle nodes. */
final class Sha256d {

  private Sha256d() {}

  static byte[] hash(byte[]... parts) {
    MessageDigest digest = newDigest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest(digest.digest());
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
