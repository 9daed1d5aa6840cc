package io.sv2.reactive.mining;

import io.sv2.codec.type.U256;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** SHA-256 twice, as Bitcoin hashes headers, transactions and merkle nodes; by the JDK. */
public final class Sha256d {
  private static final ThreadLocal<Sha256d> PER_THREAD = ThreadLocal.withInitial(Sha256d::new);

  private final MessageDigest digest;
  private final byte[] hash = new byte[U256.LENGTH];
  private final byte[] pair = new byte[2 * U256.LENGTH];

  private Sha256d() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The hash of the concatenation of {@code parts}. */
  public static U256 of(byte[]... parts) {
    Sha256d sha = PER_THREAD.get();
    for (byte[] part : parts) {
      sha.digest.update(part);
    }
    return sha.twice();
  }

  /**
   * The merkle root over {@code leaf} and {@code path}, the hashes beside it from the leaf up
   * (section 5.3.16).
   */
  public static U256 merkleRoot(U256 leaf, List<U256> path) {
    Sha256d sha = PER_THREAD.get();
    U256 node = leaf;
    for (int i = 0; i < path.size(); i++) {
      node.writeTo(sha.pair, 0);
      path.get(i).writeTo(sha.pair, U256.LENGTH);
      sha.digest.update(sha.pair);
      node = sha.twice();
    }
    return node;
  }

  private U256 twice() {
    try {
      digest.digest(hash, 0, hash.length);
      digest.update(hash);
      digest.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    return U256.ofWire(hash, 0);
  }
}
