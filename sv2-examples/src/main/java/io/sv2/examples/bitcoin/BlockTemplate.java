package io.sv2.examples.bitcoin;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.base.VarInt;

/**
 * Everything a miner needs for the next block except its own coinbase; immutable. The computed
 * parts hash all transactions anew on every call: ask once for a template and keep the answer.
 *
 * @param height of the block to be mined, at least 1
 * @param version block header version, U32
 * @param previousBlockHash the tip the block extends
 * @param curTime the time to start with, Unix seconds, U32
 * @param minTime the smallest valid block time (median time past + 1), Unix seconds, U32
 * @param bits the compact target the header must carry, U32
 * @param target the highest valid block hash, 1 to 2^256 - 1
 * @param coinbaseValue subsidy and all listed fees, in satoshis
 * @param transactions in block order, parents before children, without the coinbase
 * @param segwit whether the block carries a witness commitment
 */
public record BlockTemplate(
    int height,
    long version,
    Sha256Hash previousBlockHash,
    long curTime,
    long minTime,
    long bits,
    BigInteger target,
    long coinbaseValue,
    List<TemplateTransaction> transactions,
    boolean segwit) {

  /** Consensus limit on a block, in weight units. */
  public static final int MAX_BLOCK_WEIGHT = 4_000_000;

  /** Consensus limit on a block, in signature operation cost. */
  public static final int MAX_BLOCK_SIGOPS = 80_000;

  /** Largest additional coinbase output size that still fits an otherwise empty block, in bytes. */
  public static final int MAX_COINBASE_OUTPUT_SIZE = (MAX_BLOCK_WEIGHT - 1168) / 4;

  /** Throws {@link IllegalArgumentException} for a field out of range. */
  public BlockTemplate {
    transactions = List.copyOf(transactions);
    if (height < 1 || target.signum() <= 0 || target.bitLength() > 256) {
      throw new IllegalArgumentException(
          "height %d and target %x: must be >= 1 and 1 to 2^256 - 1".formatted(height, target));
    }
    if (coinbaseValue < fees(transactions)) {
      throw new IllegalArgumentException(
          "coinbase value %d is below the fees of its transactions, %d"
              .formatted(coinbaseValue, fees(transactions)));
    }
    requireU32("version", version);
    requireU32("curTime", curTime);
    requireU32("minTime", minTime);
    requireU32("bits", bits);
  }

  /**
   * The hashes that lead from the coinbase's txid to the merkle root.
   *
   * @return 32 bytes each, in wire order, the deepest first
   */
  public List<byte[]> merklePath() {
    return Merkle.pathOfFirst(transactions.stream().map(tx -> tx.txid().serialize()).toList());
  }

  /**
   * Script of the witness commitment over these transactions and a reserved value of 32 zero bytes.
   *
   * @return 38 bytes, or none before SegWit
   */
  public byte[] witnessCommitmentScript() {
    return segwit ? WitnessCommitment.script(transactions) : new byte[0];
  }

  /**
   * The outputs that must end the coinbase: the witness commitment with a value of 0.
   *
   * @return one serialized output of 47 bytes, or none before SegWit
   */
  public byte[] witnessCommitmentOutput() {
    return segwit ? WitnessCommitment.output(witnessCommitmentScript()) : new byte[0];
  }

  /**
   * What the coinbase's scriptSig must start with (BIP34). Up to height 16 the height is a single
   * opcode; OP_0 follows there, because a scriptSig shorter than two bytes is invalid.
   *
   * @return 2 to 6 bytes
   */
  public byte[] coinbasePrefix() {
    byte[] push = CoinbaseHeight.script(height);
    return push.length > 1 ? push : new byte[] {push[0], 0};
  }

  /**
   * The sum of the listed fees.
   *
   * @return satoshis
   */
  public long fees() {
    return fees(transactions);
  }

  /**
   * This template with as many transactions as leave room for the coinbase; those that do not fit
   * are dropped from the end, so that parents stay before their children (section 7.1).
   *
   * @param coinbaseOutputMaxAdditionalSize bytes reserved for additional outputs, 0 to {@link
   *     #MAX_COINBASE_OUTPUT_SIZE}
   * @param coinbaseOutputMaxAdditionalSigops signature operation cost reserved, 0 to 65,535
   * @return a template whose coinbase value lacks the dropped fees
   * @throws IllegalArgumentException when no block could hold such a coinbase
   */
  public BlockTemplate fit(
      int coinbaseOutputMaxAdditionalSize, int coinbaseOutputMaxAdditionalSigops) {
    requireAtMost("size", coinbaseOutputMaxAdditionalSize, MAX_COINBASE_OUTPUT_SIZE);
    requireAtMost("sigops", coinbaseOutputMaxAdditionalSigops, 65_535);
    long fixed = segwit ? 1168 : 944;
    long weightLeft =
        MAX_BLOCK_WEIGHT - Math.max(2000, fixed + 4L * coinbaseOutputMaxAdditionalSize);
    long sigopsLeft = (long) MAX_BLOCK_SIGOPS - coinbaseOutputMaxAdditionalSigops;
    int kept = 0;
    for (TemplateTransaction tx : transactions) {
      weightLeft -= tx.weight();
      sigopsLeft -= tx.sigops();
      if (weightLeft < 0 || sigopsLeft < 0) {
        break;
      }
      kept++;
    }
    return kept == transactions.size() ? this : with(transactions.subList(0, kept));
  }

  /**
   * The whole block.
   *
   * @param header 80 bytes
   * @param coinbase the serialized coinbase; with its witness when it has a commitment
   * @return the serialized block
   * @throws IllegalArgumentException when the header is not 80 bytes long
   */
  public byte[] assemble(byte[] header, byte[] coinbase) {
    if (header.length != 80) {
      throw new IllegalArgumentException("header has %d bytes, not 80".formatted(header.length));
    }
    byte[] count = VarInt.of(transactions.size() + 1L).serialize();
    int size = header.length + count.length + coinbase.length;
    List<ByteBuffer> parts = new ArrayList<>(transactions.size());
    for (TemplateTransaction tx : transactions) {
      parts.add(tx.bytes());
      size = Math.addExact(size, tx.bytes().remaining());
    }
    ByteBuffer block = ByteBuffer.allocate(size).put(header).put(count).put(coinbase);
    parts.forEach(block::put);
    return block.array();
  }

  private BlockTemplate with(List<TemplateTransaction> fewer) {
    long value = coinbaseValue - fees() + fees(fewer);
    return new BlockTemplate(
        height, version, previousBlockHash, curTime, minTime, bits, target, value, fewer, segwit);
  }

  private static long fees(List<TemplateTransaction> transactions) {
    return transactions.stream().mapToLong(TemplateTransaction::fee).reduce(0, Math::addExact);
  }

  private static void requireU32(String field, long value) {
    if (value >>> 32 != 0) {
      throw new IllegalArgumentException("%s is %d, not a U32".formatted(field, value));
    }
  }

  private static void requireAtMost(String what, int value, int most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(
          "coinbase output %s is %d, must be 0 to %d".formatted(what, value, most));
    }
  }
}
