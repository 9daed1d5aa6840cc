package io.sv2.reactive.mining;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.type.U256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A coinbase transaction with room for an extranonce, split there into what miners get as prefix
 * and suffix.
 *
 * <p>scriptSig is the template's prefix, the pool's tag, the extranonce. Pool outputs come first,
 * the template's last (section 7.2). The split is without BIP141 fields; {@link #withWitness} puts
 * them back for the block (section 3.7).
 */
public final class Coinbase {
  private static final int MAX_SCRIPT_SIG = 100;
  private static final byte[] WITNESS_RESERVED_VALUE = new byte[32];

  private final byte[] prefix;
  private final byte[] suffix;
  private final int extranonceLength;

  private Coinbase(byte[] prefix, byte[] suffix, int extranonceLength) {
    this.prefix = prefix;
    this.suffix = suffix;
    this.extranonceLength = extranonceLength;
  }

  /**
   * The coinbase of {@code template}.
   *
   * @param outputs of the pool; they must spend what the template leaves to the satoshi
   * @param tag put before the extranonce
   * @param extranonceLength bytes, the prefix of a channel included
   * @throws IllegalArgumentException when the outputs do not add up or scriptSig would exceed 100
   *     bytes
   */
  public static Coinbase of(
      NewTemplate template, List<TxOutput> outputs, byte[] tag, int extranonceLength) {
    long spent = outputs.stream().mapToLong(TxOutput::satoshis).sum();
    if (spent != template.coinbaseTxValueRemaining()) {
      throw new IllegalArgumentException(
          "pool outputs: exactly "
              + Long.toUnsignedString(template.coinbaseTxValueRemaining())
              + " satoshis, not "
              + spent);
    }
    int scriptLength = template.coinbasePrefix().length() + tag.length + extranonceLength;
    if (scriptLength > MAX_SCRIPT_SIG) {
      throw new IllegalArgumentException(
          "coinbase scriptSig: at most 100 bytes, not " + scriptLength);
    }
    return new Coinbase(
        prefix(template, tag, scriptLength), suffix(template, outputs), extranonceLength);
  }

  private static byte[] prefix(NewTemplate template, byte[] tag, int scriptLength) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 + 1 + 36 + 1 + template.coinbasePrefix().length() + tag.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt((int) template.coinbaseTxVersion());
    bytes.put((byte) 1); // one input
    bytes.put(new byte[32]).putInt(-1); // that spends nothing
    bytes.put((byte) scriptLength);
    bytes.put(template.coinbasePrefix().asByteBuffer()).put(tag);
    return bytes.array();
  }

  private static byte[] suffix(NewTemplate template, List<TxOutput> outputs) {
    int count = Math.toIntExact(outputs.size() + template.coinbaseTxOutputsCount());
    int length = outputs.stream().mapToInt(TxOutput::length).sum();
    ByteBuffer bytes =
        ByteBuffer.allocate(
                4 + CompactSize.length(count) + length + template.coinbaseTxOutputs().length() + 4)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt((int) template.coinbaseTxInputSequence());
    CompactSize.write(bytes, count);
    outputs.forEach(output -> output.write(bytes));
    bytes.put(template.coinbaseTxOutputs().asByteBuffer());
    bytes.putInt((int) template.coinbaseTxLocktime());
    return bytes.array();
  }

  /** Bytes of the extranonce that is missing between prefix and suffix. */
  public int extranonceLength() {
    return extranonceLength;
  }

  /** Before the extranonce; a fresh copy. */
  public byte[] prefix() {
    return prefix.clone();
  }

  /** After the extranonce; a fresh copy. */
  public byte[] suffix() {
    return suffix.clone();
  }

  U256 txid(byte[] extranoncePrefix, byte[] extranonce) {
    return Sha256d.of(prefix, extranoncePrefix, extranonce, suffix);
  }

  /** The whole transaction with BIP141 fields, for SubmitSolution (section 3.7.3). */
  public byte[] withWitness(byte[] extranonce) {
    if (extranonce.length != extranonceLength) {
      throw new IllegalArgumentException(
          "extranonce: " + extranonceLength + " bytes, not " + extranonce.length);
    }
    int body = prefix.length - 4 + extranonce.length + suffix.length - 4;
    return ByteBuffer.allocate(4 + 2 + body + 2 + 32 + 4)
        .put(prefix, 0, 4)
        .put((byte) 0) // marker
        .put((byte) 1) // flag
        .put(prefix, 4, prefix.length - 4)
        .put(extranonce)
        .put(suffix, 0, suffix.length - 4)
        .put((byte) 1) // one witness element
        .put((byte) 32)
        .put(WITNESS_RESERVED_VALUE)
        .put(Arrays.copyOfRange(suffix, suffix.length - 4, suffix.length))
        .array();
  }
}
