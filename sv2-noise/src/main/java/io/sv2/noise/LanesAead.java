package io.sv2.noise;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * ChaCha20-Poly1305 on {@link ChaCha20Lanes}: makes the key stream of the next {@value #RECORDS}
 * records at a time, as far as a record of mining needs it, since the nonces to come are known.
 *
 * <p>Of each record it has the MAC's key and the first {@value #BLOCK} bytes ahead; what a longer
 * one needs is made when it comes, sixteen blocks at a time too.
 */
final class LanesAead implements Aead {
  private static final int RECORDS = ChaCha20Lanes.LANES / 2; // two blocks each
  private static final int BLOCK = ChaCha20Lanes.BLOCK_LENGTH;
  private static final int MAC_KEY_LENGTH = 32;
  private static final int AHEAD = MAC_KEY_LENGTH + BLOCK;
  private static final byte[] ZEROS = new byte[RECORDS * AHEAD];

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** A thread's workshop, empty between two records: no connection has to hold its own. */
  private static final class Workshop {
    final ChaCha20Lanes lanes = new ChaCha20Lanes();
    final OneTimeMac mac = new OneTimeMac();
    final byte[] block = new byte[BLOCK];
    final byte[] tag = new byte[MAC_LENGTH];
  }

  private static final ThreadLocal<Workshop> WORKSHOP = ThreadLocal.withInitial(Workshop::new);

  private final byte[] key;
  private final int noncePrefix;
  private final byte[] ahead = new byte[RECORDS * AHEAD];
  private long first; // nonce of the first record in ahead
  private int made; // records in ahead
  private int used; // of these, all before it

  /** The prefix, the first four bytes of the nonce, is zero but in tests of the primitive. */
  LanesAead(byte[] key, int noncePrefix) {
    this.key = key.clone();
    this.noncePrefix = noncePrefix;
  }

  @Override
  public void seal(
      long nonce, byte[] ad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    Workshop workshop = WORKSHOP.get();
    int from = stream(nonce, workshop.lanes);
    cipher(workshop, nonce, from, in, inOffset, length, out, outOffset);
    mac(workshop.mac, from, ad, out, outOffset, length, out, outOffset + length);
    used(from);
  }

  @Override
  public boolean open(
      long nonce, byte[] ad, byte[] in, int inOffset, int sealedLength, byte[] out, int outOffset) {
    Workshop workshop = WORKSHOP.get();
    int length = sealedLength - MAC_LENGTH;
    int from = stream(nonce, workshop.lanes);
    byte[] tag = workshop.tag;
    mac(workshop.mac, from, ad, in, inOffset, length, tag, 0);
    int tagAt = inOffset + length;
    long difference = // gathered over all bytes, so that the time tells nothing
        ((long) LONG.get(tag, 0) ^ (long) LONG.get(in, tagAt))
            | ((long) LONG.get(tag, 8) ^ (long) LONG.get(in, tagAt + 8));
    if (difference != 0) {
      return false;
    }
    cipher(workshop, nonce, from, in, inOffset, length, out, outOffset);
    used(from);
    return true;
  }

  /** Where in {@code ahead} the key stream of this record begins. */
  private int stream(long nonce, ChaCha20Lanes lanes) {
    long index = nonce - first;
    if (index < used || index >= made) { // nothing is taken twice, whatever is asked
      lanes.key(key, noncePrefix);
      for (int i = 0; i < RECORDS; i++) {
        lanes.set(2 * i, 0, nonce + i);
        lanes.set(2 * i + 1, 1, nonce + i);
      }
      lanes.compute();
      for (int i = 0; i < RECORDS; i++) {
        lanes.write(2 * i, 8, ahead, i * AHEAD);
        lanes.write(2 * i + 1, 16, ahead, i * AHEAD + MAC_KEY_LENGTH);
      }
      lanes.wipe();
      first = nonce;
      made = RECORDS;
      used = 0;
      return 0;
    }
    return (int) index * AHEAD;
  }

  /** What has been used once is not kept. */
  private void used(int from) {
    System.arraycopy(ZEROS, 0, ahead, from, AHEAD);
    used = from / AHEAD + 1;
  }

  private void cipher(
      Workshop workshop,
      long nonce,
      int from,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset) {
    xor(ahead, from + MAC_KEY_LENGTH, in, inOffset, Math.min(length, BLOCK), out, outOffset);
    if (length <= BLOCK) {
      return;
    }
    ChaCha20Lanes lanes = workshop.lanes;
    byte[] block = workshop.block;
    lanes.key(key, noncePrefix);
    int counter = 2; // 0 gave the key of the MAC, 1 the block above
    for (int done = BLOCK; done < length; counter += ChaCha20Lanes.LANES) {
      for (int i = 0; i < ChaCha20Lanes.LANES; i++) {
        lanes.set(i, counter + i, nonce);
      }
      lanes.compute();
      for (int i = 0; i < ChaCha20Lanes.LANES && done < length; i++) {
        lanes.write(i, 16, block, 0);
        int size = Math.min(BLOCK, length - done);
        xor(block, 0, in, inOffset + done, size, out, outOffset + done);
        done += size;
      }
    }
    lanes.wipe();
    Arrays.fill(block, (byte) 0);
  }

  private static void xor(
      byte[] stream, int from, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    int i = 0;
    for (; i <= length - 8; i += 8) {
      long text = (long) LONG.get(in, inOffset + i) ^ (long) LONG.get(stream, from + i);
      LONG.set(out, outOffset + i, text);
    }
    for (; i < length; i++) {
      out[outOffset + i] = (byte) (in[inOffset + i] ^ stream[from + i]);
    }
  }

  private void mac(
      OneTimeMac mac,
      int from,
      byte[] ad,
      byte[] sealed,
      int offset,
      int length,
      byte[] tag,
      int at) {
    mac.start(ahead, from);
    mac.update(ad, 0, ad.length);
    mac.update(sealed, offset, length);
    mac.block(ad.length, length);
    mac.finish(tag, at);
  }

  @Override
  public void destroy() {
    Arrays.fill(key, (byte) 0);
    Arrays.fill(ahead, (byte) 0);
    made = 0;
  }
}
