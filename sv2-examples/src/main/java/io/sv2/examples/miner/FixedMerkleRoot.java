package io.sv2.examples.miner;

/** The one merkle root of a standard job. */
final class FixedMerkleRoot implements MerkleRootSource {

  private final byte[] merkleRoot;

  FixedMerkleRoot(byte[] merkleRoot) {
    Bytes.requireLength("merkle root", merkleRoot, 32);
    this.merkleRoot = merkleRoot.clone();
  }

  @Override
  public int extranonceSize() {
    return 0;
  }

  @Override
  public byte[] merkleRoot(Extranonce extranonce) {
    return merkleRoot.clone();
  }
}
