package io.sv2.reactive.mining;

import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.type.B032;
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
 * the template's last (section 7.2). The split is without BIP141 fields; {@link #whole} puts them
 * back for the block where the transaction commits to witnesses (section 3.7).
 */
public final class Coinbase {
  /** The most bytes that consensus allows scriptSig. */
  public static final int MAX_SCRIPT_SIG = 100;

  private static final int MAX_PUSH = 75; // bytes whose number is the opcode
  private static final int ONE_INPUT = 1 + 32 + 4; // count, an outpoint that spends nothing
  private static final byte[] WITNESS_RESERVED_VALUE = new byte[32];
  private static final int BIP141_FIELDS = 1 + 1 + 1 + 1 + 32; // marker, flag, counts, the value

  private final byte[] bytes; // all of it, zeros for the extranonce
  private final int gap; // where the extranonce begins
  private final int extranonceLength;
  private final boolean witness;

  Coinbase(byte[] prefix, byte[] suffix, int extranonceLength, boolean witness) {
    this.bytes = Arrays.copyOf(prefix, prefix.length + extranonceLength + suffix.length);
    System.arraycopy(suffix, 0, bytes, prefix.length + extranonceLength, suffix.length);
    this.gap = prefix.length;
    this.extranonceLength = extranonceLength;
    this.witness = witness;
  }

  /**
   * The coinbase of {@code template}.
   *
   * @param outputs of the pool; they must spend what the template leaves to the satoshi
   * @param tag put before the extranonce
   * @param extranonceLength bytes, 0 to 32, the prefix of a channel included
   * @throws InvalidCoinbaseException when the outputs do not add up or scriptSig would exceed 100
   *     bytes
   */
  public static Coinbase of(
      NewTemplate template, List<TxOutput> outputs, byte[] tag, int extranonceLength) {
    long spent = outputs.stream().mapToLong(TxOutput::satoshis).sum();
    if (spent != template.coinbaseTxValueRemaining()) {
      throw new InvalidCoinbaseException(
          "pool outputs: exactly "
              + Long.toUnsignedString(template.coinbaseTxValueRemaining())
              + " satoshis, not "
              + spent);
    }
    byte[] script =
        Arrays.copyOf(
            template.coinbasePrefix().toByteArray(),
            template.coinbasePrefix().length() + tag.length);
    System.arraycopy(tag, 0, script, template.coinbasePrefix().length(), tag.length);
    int count = Math.toIntExact(outputs.size() + template.coinbaseTxOutputsCount());
    int length = outputs.stream().mapToInt(TxOutput::length).sum();
    ByteBuffer all =
        ByteBuffer.allocate(
            CompactSize.length(count) + length + template.coinbaseTxOutputs().length());
    CompactSize.write(all, count);
    outputs.forEach(output -> output.write(all));
    all.put(template.coinbaseTxOutputs().asByteBuffer());
    return of(
        template.coinbaseTxVersion(),
        script,
        extranonceLength,
        template.coinbaseTxInputSequence(),
        all.array(),
        template.coinbaseTxLocktime());
  }

  /**
   * The coinbase of a custom job, which brings all of it but the extranonce (section 5.3.18).
   *
   * @throws InvalidCoinbaseException when scriptSig would exceed 100 bytes
   */
  public static Coinbase of(SetCustomMiningJob job, int extranonceLength) {
    return of(
        job.coinbaseTxVersion(),
        job.coinbasePrefix().toByteArray(),
        extranonceLength,
        job.coinbaseTxInputNSequence(),
        job.coinbaseTxOutputs().toByteArray(),
        job.coinbaseTxLocktime());
  }

  /**
   * A coinbase that somebody else has split, with or without BIP141 fields, as DeclareMiningJob and
   * jobs carry them (section 3.7): stripped, checked, ready to be put together again.
   *
   * @param extranonceLength bytes that go between the parts
   * @throws InvalidCoinbaseException when the parts make no coinbase: too short, more than one
   *     input, an input that spends something, lengths that do not fit, a witness without a
   *     commitment or one that is not the reserved value
   */
  public static Coinbase ofParts(byte[] prefix, byte[] suffix, int extranonceLength) {
    return CoinbaseParts.parse(prefix, suffix, extranonceLength);
  }

  private static Coinbase of(
      long version,
      byte[] script,
      int extranonceLength,
      long sequence,
      byte[] outputs,
      long locktime) {
    int scriptLength = script.length + extranonceLength;
    if (scriptLength > MAX_SCRIPT_SIG) {
      throw new InvalidCoinbaseException(
          "coinbase scriptSig: at most 100 bytes, not " + scriptLength);
    }
    byte[] prefix =
        ByteBuffer.allocate(4 + ONE_INPUT + 1 + script.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) version)
            .put((byte) 1)
            .put(new byte[32])
            .putInt(-1)
            .put((byte) scriptLength)
            .put(script)
            .array();
    byte[] suffix =
        ByteBuffer.allocate(4 + outputs.length + 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) sequence)
            .put(outputs)
            .putInt((int) locktime)
            .array();
    return new Coinbase(
        prefix, suffix, extranonceLength, TxOutputs.parse(outputs).commitsToWitnesses());
  }

  /** Bytes of the extranonce that is missing between prefix and suffix. */
  public int extranonceLength() {
    return extranonceLength;
  }

  /** Whether its block has witnesses, to which it commits and for which it has a reserved value. */
  public boolean commitsToWitnesses() {
    return witness;
  }

  /** Before the extranonce, without BIP141 fields; a fresh copy. */
  public byte[] prefix() {
    return Arrays.copyOf(bytes, gap);
  }

  /** After the extranonce, without BIP141 fields; a fresh copy. */
  public byte[] suffix() {
    return Arrays.copyOfRange(bytes, gap + extranonceLength, bytes.length);
  }

  /** Its outputs. */
  public TxOutputs outputs() {
    return TxOutputs.parse(Arrays.copyOfRange(bytes, outputsAt(), bytes.length - 4));
  }

  private int outputsAt() {
    return 4 + ONE_INPUT + 1 + (bytes[4 + ONE_INPUT] & 0xff) + 4;
  }

  /**
   * What scriptSig begins with, its length byte included: the block's height (BIP34), or the opcode
   * that stands for a low one. All of scriptSig before the extranonce where that is shorter.
   */
  public byte[] firstPush() {
    int script = 4 + ONE_INPUT + 1;
    int opcode = bytes[script] & 0xff;
    int length = Math.min(opcode <= MAX_PUSH ? 1 + opcode : 1, gap - script);
    return Arrays.copyOfRange(bytes, script, script + Math.max(0, length));
  }

  /** Bytes of the whole without BIP141 fields. */
  public int length() {
    return bytes.length;
  }

  /** Bytes of {@link #whole}, with BIP141 fields where it has them. */
  public int wholeLength() {
    return witness ? bytes.length + BIP141_FIELDS : bytes.length;
  }

  /** Has {@code sha} take the merkle root that this makes with {@code path}, in wire order. */
  void merkleRoot(Sha256d sha, B032 extranoncePrefix, B032 extranonce, byte[] path) {
    if (extranoncePrefix.length() + extranonce.length() != extranonceLength) {
      throw new IllegalArgumentException(
          "extranonce: "
              + extranonceLength
              + " bytes, not "
              + (extranoncePrefix.length() + extranonce.length()));
    }
    sha.useMerkleRoot(bytes, gap, extranoncePrefix, extranonce, path);
  }

  /** The id of the transaction with {@code extranonce}. */
  U256 txid(byte[] extranonce) {
    return Sha256d.of(filled(extranonce));
  }

  private byte[] filled(byte[] extranonce) {
    if (extranonce.length != extranonceLength) {
      throw new IllegalArgumentException(
          "extranonce: " + extranonceLength + " bytes, not " + extranonce.length);
    }
    byte[] filled = bytes.clone();
    System.arraycopy(extranonce, 0, filled, gap, extranonce.length);
    return filled;
  }

  /**
   * The whole transaction, for SubmitSolution (section 3.7.3): with BIP141 fields where it commits
   * to witnesses, without where it does not, since a coinbase must not have a witness then.
   */
  public byte[] whole(byte[] extranonce) {
    byte[] stripped = filled(extranonce);
    if (!witness) {
      return stripped;
    }
    return ByteBuffer.allocate(wholeLength())
        .put(stripped, 0, 4)
        .put((byte) 0) // marker
        .put((byte) 1) // flag
        .put(stripped, 4, stripped.length - 8)
        .put((byte) 1) // one witness element
        .put((byte) 32)
        .put(WITNESS_RESERVED_VALUE)
        .put(stripped, stripped.length - 4, 4)
        .array();
  }
}
