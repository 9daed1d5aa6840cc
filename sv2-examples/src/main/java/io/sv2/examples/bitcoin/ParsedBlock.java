package io.sv2.examples.bitcoin;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bitcoinj.base.VarInt;
import org.bitcoinj.core.Transaction;

/** A block taken apart; {@code size} is its serialized length in bytes. */
record ParsedBlock(BlockHeader header, List<Transaction> transactions, int size) {

  /** Reads a whole block, each byte accounted for and each length in its shortest form. */
  static ParsedBlock parse(byte[] raw) throws InvalidBlock {
    InvalidBlock.unless(raw.length <= BlockTemplate.MAX_BLOCK_WEIGHT, "bad-blk-length");
    InvalidBlock.unless(raw.length > BlockHeader.LENGTH, "Block decode failed");
    List<Transaction> transactions = new ArrayList<>();
    try {
      ByteBuffer in =
          ByteBuffer.wrap(raw, BlockHeader.LENGTH, raw.length - BlockHeader.LENGTH).slice();
      long count = VarInt.read(in).longValue();
      for (long i = 0; i < count; i++) {
        int start = in.position();
        Transaction tx = Transaction.read(in);
        byte[] read = Arrays.copyOfRange(in.array(), at(in, start), at(in, in.position()));
        InvalidBlock.unless(Arrays.equals(read, tx.serialize()), "Block decode failed");
        transactions.add(tx);
      }
      InvalidBlock.unless(!in.hasRemaining(), "Block decode failed");
    } catch (RuntimeException e) {
      throw new InvalidBlock("Block decode failed");
    }
    return new ParsedBlock(BlockHeader.read(raw), List.copyOf(transactions), raw.length);
  }

  Transaction coinbase() {
    return transactions.get(0);
  }

  List<Transaction> withoutCoinbase() {
    return transactions.subList(1, transactions.size());
  }

  long weight() {
    long frame = 4L * (BlockHeader.LENGTH + VarInt.sizeOf(transactions.size()));
    return frame + transactions.stream().mapToLong(Transaction::getWeight).sum();
  }

  private static int at(ByteBuffer in, int position) {
    return in.arrayOffset() + position;
  }
}
