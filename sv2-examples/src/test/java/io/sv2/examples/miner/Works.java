package io.sv2.examples.miner;

import java.util.Arrays;
import java.util.List;

/** Work to test with; the numbers are arbitrary unless a test names them. */
final class Works {

  static final long VERSION = 0x2000_0000L;
  static final long MIN_NTIME = 1_700_000_000L;

  private Works() {}

  static MiningWork standard(long jobId, byte[] target) {
    return work(jobId, MerkleRootSource.fixed(filled(0x22)), target);
  }

  static MiningWork extended(int extranonceSize) {
    byte[] some = {1, 2, 3};
    return work(
        9,
        MerkleRootSource.coinbase(some, some, extranonceSize, some, List.of(filled(0x33))),
        everyHash());
  }

  private static MiningWork work(long jobId, MerkleRootSource merkleRoot, byte[] target) {
    return new MiningWork(
        jobId, VERSION, filled(0x11), merkleRoot, MIN_NTIME, 0x1d00_ffffL, target);
  }

  /** A target that every hash meets. */
  static byte[] everyHash() {
    return filled(0xff);
  }

  /** A target that one of so many hashes meets, a power of two up to 256. */
  static byte[] oneHashOf(int hashes) {
    byte[] target = everyHash();
    target[31] = (byte) (256 / hashes - 1);
    return target;
  }

  static byte[] noHash() {
    return new byte[32];
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
