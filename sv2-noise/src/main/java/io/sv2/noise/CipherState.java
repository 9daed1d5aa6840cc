package io.sv2.noise;

import io.sv2.noise.NoiseTransportException.Reason;

/**
 * One direction's key and the number of its next record (section 4.4.1).
 *
 * <p>Synchronized only so that {@link #destroy()} may come from any thread: a key that is wiped
 * while a record is being sealed with it would give the record away.
 */
final class CipherState {
  /** Far from 2^64, where nonces would repeat; at a million records a second, 36,000 years. */
  static final long NONCE_LIMIT = 1L << 60;

  private final Aead aead;
  private final long limit;
  private long nonce;
  private boolean destroyed;

  CipherState(Aead aead) {
    this(aead, NONCE_LIMIT);
  }

  CipherState(Aead aead, long limit) {
    this.aead = aead;
    this.limit = limit;
  }

  /** Records that can still be processed; asked by the one thread that processes them. */
  long remaining() {
    return limit - nonce;
  }

  /** EncryptWithAd. */
  synchronized void seal(
      byte[] ad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    requireUsable();
    long current = nonce++; // whatever happens, no other text is sealed with it
    aead.seal(current, ad, in, inOffset, length, out, outOffset);
  }

  /** DecryptWithAd; false, and the nonce stays, when the MAC does not match. */
  synchronized boolean open(
      byte[] ad, byte[] in, int inOffset, int sealedLength, byte[] out, int outOffset) {
    requireUsable();
    if (!aead.open(nonce, ad, in, inOffset, sealedLength, out, outOffset)) {
      return false;
    }
    nonce++;
    return true;
  }

  synchronized void destroy() {
    destroyed = true;
    aead.destroy();
  }

  private void requireUsable() {
    if (destroyed) {
      throw new NoiseTransportException(Reason.SESSION_DEAD, "the session's keys are destroyed");
    }
    if (nonce >= limit) {
      throw new NoiseTransportException(
          Reason.NONCE_EXHAUSTED, "no nonce is left after " + nonce + " records");
    }
  }
}
