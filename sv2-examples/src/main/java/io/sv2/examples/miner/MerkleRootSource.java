package io.sv2.examples.miner;

import java.util.List;

/**
 * Where a header's merkle root comes from: given by a standard job (5.3.15) or computed from the
 * coinbase of an extended job (5.3.16). Immutable.
 */
public sealed interface MerkleRootSource permits FixedMerkleRoot, CoinbaseMerkleRoot {

  /**
   * The merkle root of a standard job.
   *
   * @param merkleRoot 32 bytes in wire order
   */
  static MerkleRootSource fixed(byte[] merkleRoot) {
    return new FixedMerkleRoot(merkleRoot);
  }

  /**
   * The merkle root of an extended job, one for each extranonce.
   *
   * @param coinbaseTxPrefix the coinbase before the extended extranonce, without BIP141 fields
   * @param extranoncePrefix what the server reserved of the extended extranonce
   * @param extranonceSize bytes left to roll, 0 to 32
   * @param coinbaseTxSuffix the coinbase after the extended extranonce, without BIP141 fields
   * @param merklePath hashes of 32 bytes each, deepest first
   */
  static MerkleRootSource coinbase(
      byte[] coinbaseTxPrefix,
      byte[] extranoncePrefix,
      int extranonceSize,
      byte[] coinbaseTxSuffix,
      List<byte[]> merklePath) {
    return new CoinbaseMerkleRoot(
        coinbaseTxPrefix, extranoncePrefix, extranonceSize, coinbaseTxSuffix, merklePath);
  }

  /** How many bytes of extranonce may be rolled; 0 when the root is fixed. */
  int extranonceSize();

  /** The root for an extranonce of {@link #extranonceSize()} bytes: 32 bytes in wire order. */
  byte[] merkleRoot(Extranonce extranonce);
}
