package io.sv2.examples.miner;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Searches nonces of one block header for hashes at or below a target. The first 64 bytes are
 * compressed once; each nonce clones that midstate. The JDK's digest uses the processor's SHA
 * instructions, which no compression function written in Java comes near: see ScannerBenchmark.
 */
final class Sha256dScanner {

  /** What {@link #scan} answers when no nonce of the range meets the target. */
  static final long NOT_FOUND = -1;

  private static final int BLOCK = 64;
  private static final int NONCE = MiningWork.NONCE_OFFSET - BLOCK;

  private final MessageDigest midstate;
  private final MessageDigest outer = Sha256d.newDigest();
  private final byte[] tail;
  private final byte[] target;
  private final byte[] hash = new byte[32];

  /**
   * @param header 80 bytes; its nonce is ignored
   * @param target 32 bytes, little-endian as in the protocol
   */
  Sha256dScanner(byte[] header, byte[] target) {
    Bytes.requireLength("header", header, MiningWork.HEADER_LENGTH);
    Bytes.requireLength("target", target, 32);
    midstate = Sha256d.newDigest();
    midstate.update(header, 0, BLOCK);
    tail = Arrays.copyOfRange(header, BLOCK, header.length);
    this.target = target.clone();
  }

  /** The first nonce in {@code [from, to)} that meets the target, or {@link #NOT_FOUND}. */
  long scan(long from, long to) {
    try {
      for (long nonce = from; nonce < to; nonce++) {
        Bytes.putU32(tail, NONCE, nonce);
        MessageDigest inner = (MessageDigest) midstate.clone();
        inner.update(tail);
        inner.digest(hash, 0, hash.length);
        outer.update(hash);
        outer.digest(hash, 0, hash.length);
        if (meetsTarget()) {
          return nonce;
        }
      }
      return NOT_FOUND;
    } catch (CloneNotSupportedException | DigestException e) {
      throw new IllegalStateException("SHA-256 provider " + outer.getProvider() + " is unfit", e);
    }
  }

  private boolean meetsTarget() {
    for (int i = hash.length - 1; i >= 0; i--) {
      int difference = (hash[i] & 0xff) - (target[i] & 0xff);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return true;
  }
}
