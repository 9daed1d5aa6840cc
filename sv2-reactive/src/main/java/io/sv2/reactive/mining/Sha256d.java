package io.sv2.reactive.mining;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
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

  private final MessageDigest digest;
  private final byte[] pair = new byte[2 * HASH];
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
   * The merkle root of a coinbase with its extranonce put in.
   *
   * @param coinbase with a gap where the extranonce goes
   * @param gap where it begins
   * @param path hashes in wire order, one after the other
   * @param target gets the root, in wire order, from {@code offset} on
   */
  void merkleRoot(
      byte[] coinbase,
      int gap,
      B032 extranoncePrefix,
      B032 extranonce,
      byte[] path,
      byte[] target,
      int offset) {
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
    System.arraycopy(pair, 0, target, offset, HASH);
  }

  /** The hash of {@code length} bytes from the start of {@code source}, into {@code target}. */
  void hash(byte[] source, int length, byte[] target) {
    digest.update(source, 0, length);
    twiceInto(target, 0);
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
