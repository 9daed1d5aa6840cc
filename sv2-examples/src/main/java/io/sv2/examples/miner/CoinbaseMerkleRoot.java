package io.sv2.examples.miner;

import java.util.List;

/** The merkle roots of an extended job: the coinbase's txid folded over the merkle path. */
final class CoinbaseMerkleRoot implements MerkleRootSource {

  private final byte[] coinbaseTxPrefix;
  private final byte[] extranoncePrefix;
  private final int extranonceSize;
  private final byte[] coinbaseTxSuffix;
  private final List<byte[]> merklePath;

  CoinbaseMerkleRoot(
      byte[] coinbaseTxPrefix,
      byte[] extranoncePrefix,
      int extranonceSize,
      byte[] coinbaseTxSuffix,
      List<byte[]> merklePath) {
    if (extranonceSize < 0 || extranonceSize > Extranonce.MAX_SIZE) {
      throw new IllegalArgumentException(
          "extranonce size is " + extranonceSize + "; it must be in 0.." + Extranonce.MAX_SIZE);
    }
    merklePath.forEach(hash -> Bytes.requireLength("merkle path hash", hash, 32));
    this.coinbaseTxPrefix = coinbaseTxPrefix.clone();
    this.extranoncePrefix = extranoncePrefix.clone();
    this.extranonceSize = extranonceSize;
    this.coinbaseTxSuffix = coinbaseTxSuffix.clone();
    this.merklePath = merklePath.stream().map(byte[]::clone).toList();
  }

  @Override
  public int extranonceSize() {
    return extranonceSize;
  }

  @Override
  public byte[] merkleRoot(Extranonce extranonce) {
    byte[] rolled = extranonce.toBytes();
    Bytes.requireLength("extranonce", rolled, extranonceSize);
    byte[] root = Sha256d.hash(coinbaseTxPrefix, extranoncePrefix, rolled, coinbaseTxSuffix);
    for (byte[] hash : merklePath) {
      root = Sha256d.hash(root, hash);
    }
    return root;
  }
}
