package io.sv2.noise;

import java.util.Arrays;
import org.bouncycastle.crypto.engines.ChaCha7539Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * ChaCha20 and Poly1305 of BouncyCastle, put together as RFC 8439 says.
 *
 * <p>By hand, since its own combination makes several objects for each record, and the records of
 * mining are so small that this is a good part of their cost. This one makes none.
 */
final class BouncyCastleAead implements Aead {
  private static final int BLOCK_LENGTH = 64;
  private static final byte[] ZEROS = new byte[16];

  /**
   * Used as a block function alone: neither a new nonce nor a short text then costs an object or a
   * check for each byte.
   */
  private static final class Stream extends ChaCha7539Engine {
    private final byte[] keyStream = new byte[BLOCK_LENGTH];

    Stream(byte[] key) {
      KeyParameter parameter = new KeyParameter(key);
      init(true, new ParametersWithIV(parameter, new byte[12]));
      Arrays.fill(parameter.getKey(), (byte) 0);
    }

    void start(int noncePrefix, long nonce) {
      engineState[13] = noncePrefix;
      engineState[14] = (int) nonce;
      engineState[15] = (int) (nonce >>> 32);
    }

    byte[] block(int counter) {
      engineState[12] = counter;
      generateKeyStream(keyStream);
      return keyStream;
    }

    void wipe() {
      Arrays.fill(engineState, 0);
      reset(); // replaces what the engine itself has kept
      block(0);
    }
  }

  private final Stream stream;
  private final Poly1305 poly1305 = new Poly1305();
  private final int noncePrefix;
  private final byte[] scratch = new byte[16];
  // Poly1305 reads the key through the parameter, which hands out its own array.
  private final KeyParameter macKey = new KeyParameter(new byte[32]);

  /** The prefix, the first four bytes of the nonce, is zero but in tests of the primitive. */
  BouncyCastleAead(byte[] key, int noncePrefix) {
    this.stream = new Stream(key);
    this.noncePrefix = noncePrefix;
  }

  @Override
  public void seal(
      long nonce, byte[] ad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    start(nonce);
    xor(in, inOffset, length, out, outOffset);
    mac(ad, out, outOffset, length);
    System.arraycopy(scratch, 0, out, outOffset + length, MAC_LENGTH);
  }

  @Override
  public boolean open(
      long nonce, byte[] ad, byte[] in, int inOffset, int sealedLength, byte[] out, int outOffset) {
    int length = sealedLength - MAC_LENGTH;
    start(nonce);
    mac(ad, in, inOffset, length);
    int difference = 0; // gathered over all bytes, so that the time tells nothing
    for (int i = 0; i < MAC_LENGTH; i++) {
      difference |= scratch[i] ^ in[inOffset + length + i];
    }
    if (difference != 0) {
      return false;
    }
    xor(in, inOffset, length, out, outOffset);
    return true;
  }

  @Override
  public void destroy() {
    stream.wipe();
    Arrays.fill(scratch, (byte) 0);
    Arrays.fill(macKey.getKey(), (byte) 0);
    poly1305.init(macKey);
  }

  /** Key stream block 0 gives the key of the MAC; the text begins with block 1. */
  private void start(long nonce) {
    stream.start(noncePrefix, nonce);
    System.arraycopy(stream.block(0), 0, macKey.getKey(), 0, 32);
    poly1305.init(macKey);
  }

  private void xor(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    int counter = 1;
    for (int done = 0; done < length; done += BLOCK_LENGTH) {
      byte[] keyStream = stream.block(counter++);
      int size = Math.min(BLOCK_LENGTH, length - done);
      for (int i = 0; i < size; i++) {
        out[outOffset + done + i] = (byte) (in[inOffset + done + i] ^ keyStream[i]);
      }
    }
  }

  /** Leaves the MAC in {@code scratch}. */
  private void mac(byte[] ad, byte[] sealed, int offset, int length) {
    updatePadded(ad, 0, ad.length);
    updatePadded(sealed, offset, length);
    writeLength(0, ad.length);
    writeLength(8, length);
    poly1305.update(scratch, 0, 16);
    poly1305.doFinal(scratch, 0);
  }

  private void updatePadded(byte[] bytes, int offset, int length) {
    poly1305.update(bytes, offset, length);
    poly1305.update(ZEROS, 0, -length & 15);
  }

  private void writeLength(int at, int length) {
    for (int i = 0; i < 8; i++) {
      scratch[at + i] = i < 4 ? (byte) (length >>> (8 * i)) : 0;
    }
  }
}
