package io.sv2.reactive.mining;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * SHA-256 twice, as Bitcoin hashes headers, transactions and merkle nodes; by the JDK, which has
 * the processor's instructions for it. One per thread, with room to work in.
 */
public final class Sha256d {
  private static final ThreadLocal<Sha256d> PER_THREAD = ThreadLocal.withInitial(Sha256d::new);
  private static final int HASH = U256.LENGTH;
  private static final int FIRST_ROOM = 1_024;
  private static final int HEADER = 80;
  private static final int MERKLE_ROOT = 36;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final MessageDigest digest;
  private final byte[] pair = new byte[2 * HASH];
  private final byte[] header = new byte[HEADER];
  private final byte[] hash = new byte[HASH];
  private byte[] room = new byte[FIRST_ROOM]; // of a coinbase

  private Sha256d() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static Sha256d ofThread() {
    return PER_THREAD.get();
  }

  /** The hash of the concatenation of {@code parts}. */
  public static U256 of(byte[]... parts) {
    Sha256d sha = PER_THREAD.get();
    for (byte[] part : parts) {
      sha.digest.update(part);
    }
    sha.twiceInto(sha.pair, 0);
    return U256.ofWire(sha.pair, 0);
  }

  /**
   * The merkle root over {@code leaf} and {@code path}, the hashes beside it from the leaf up
   * (section 5.3.16).
   */
  public static U256 merkleRoot(U256 leaf, List<U256> path) {
    Sha256d sha = PER_THREAD.get();
    leaf.writeTo(sha.pair, 0);
    for (U256 beside : path) {
      beside.writeTo(sha.pair, HASH);
      sha.fold();
    }
    return U256.ofWire(sha.pair, 0);
  }

  /**
   * Takes the merkle root of a coinbase, with its extranonce put in, for {@link #headerHash} and
   * {@link #merkleRoot()}.
   *
   * @param coinbase with a gap where the extranonce goes
   * @param gap where it begins
   * @param path hashes in wire order, one after the other
   */
  void useMerkleRoot(
      byte[] coinbase, int gap, B032 extranoncePrefix, B032 extranonce, byte[] path) {
    if (room.length < coinbase.length) {
      room = new byte[coinbase.length];
    }
    System.arraycopy(coinbase, 0, room, 0, coinbase.length);
    extranoncePrefix.copyTo(room, gap);
    extranonce.copyTo(room, gap + extranoncePrefix.length());
    digest.update(room, 0, coinbase.length);
    twiceInto(pair, 0);
    for (int i = 0; i < path.length; i += HASH) {
      System.arraycopy(path, i, pair, HASH, HASH);
      fold();
    }
    System.arraycopy(pair, 0, header, MERKLE_ROOT, HASH);
  }

  void useMerkleRoot(U256 root) {
    root.writeTo(header, MERKLE_ROOT);
  }

  U256 merkleRoot() {
    return U256.ofWire(header, MERKLE_ROOT);
  }

  /**
   * The hash of the block header with the merkle root that was taken last.
   *
   * @return in wire order; overwritten by the next
   */
  byte[] headerHash(long version, U256 prevHash, long ntime, long nBits, long nonce) {
    INT.set(header, 0, (int) version);
    prevHash.writeTo(header, 4);
    INT.set(header, 68, (int) ntime);
    INT.set(header, 72, (int) nBits);
    INT.set(header, 76, (int) nonce);
    digest.update(header, 0, HEADER);
    twiceInto(hash, 0);
    return hash;
  }

  private void fold() {
    digest.update(pair, 0, pair.length);
    twiceInto(pair, 0);
  }

  private void twiceInto(byte[] target, int offset) {
    try {
      digest.digest(target, offset, HASH);
      digest.update(target, offset, HASH);
      digest.digest(target, offset, HASH);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
  }
}
