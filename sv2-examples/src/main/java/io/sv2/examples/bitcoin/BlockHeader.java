package io.sv2.examples.bitcoin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bitcoinj.base.Sha256Hash;

/** The 80 bytes that are hashed; integers are U32 except the signed version. */
record BlockHeader(
    int version,
    Sha256Hash previousBlockHash,
    Sha256Hash merkleRoot,
    long time,
    long bits,
    long nonce,
    Sha256Hash hash) {
  static final int LENGTH = 80;

  /** Reads from {@code block}, which holds at least 80 bytes. */
  static BlockHeader read(byte[] block) {
    ByteBuffer in = ByteBuffer.wrap(block, 0, LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    return new BlockHeader(
        in.getInt(),
        Sha256Hash.read(in),
        Sha256Hash.read(in),
        Integer.toUnsignedLong(in.getInt()),
        Integer.toUnsignedLong(in.getInt()),
        Integer.toUnsignedLong(in.getInt()),
        Sha256Hash.wrapReversed(Sha256Hash.hashTwice(block, 0, LENGTH)));
  }
}
