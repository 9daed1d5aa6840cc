package io.sv2.examples.bitcoin;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;

/** BIP141: how the coinbase commits to the witnesses of a block. */
final class WitnessCommitment {
  /** OP_RETURN, a push of 36 bytes, and the tag. */
  private static final byte[] HEAD = HexFormat.of().parseHex("6a24aa21a9ed");

  private static final int LENGTH = 38;

  private WitnessCommitment() {}

  static byte[] script(List<TemplateTransaction> transactions) {
    return script(
        witnessRoot(transactions.stream().map(tx -> tx.wtxid().serialize()).toList()),
        new byte[32]);
  }

  static byte[] script(byte[] witnessRoot, byte[] reservedValue) {
    return ByteBuffer.allocate(LENGTH)
        .put(HEAD)
        .put(Sha256Hash.hashTwice(witnessRoot, reservedValue))
        .array();
  }

  /** The root over the wtxids, where the coinbase counts as 32 zero bytes. */
  static byte[] witnessRoot(List<byte[]> wtxidsAfterCoinbase) {
    return Merkle.root(new byte[32], Merkle.pathOfFirst(wtxidsAfterCoinbase));
  }

  static byte[] output(byte[] script) {
    return ByteBuffer.allocate(9 + script.length)
        .putLong(0)
        .put((byte) script.length)
        .put(script)
        .array();
  }

  /** Whether an output script is a commitment; longer ones count too. */
  static boolean matches(byte[] script) {
    return script.length >= LENGTH && Arrays.mismatch(script, HEAD) == HEAD.length;
  }
}
