package io.sv2.reactive.mining;

import io.sv2.codec.type.B064K;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The outputs of a coinbase.
 *
 * @param list in their order
 */
public record TxOutputs(List<TxOutput> list) {
  private static final byte[] WITNESS_COMMITMENT = {
    0x6a, 0x24, (byte) 0xaa, 0x21, (byte) 0xa9, -19
  };
  private static final int COMMITMENT_LENGTH = 38;
  private static final int LEAST = 8 + 1; // bytes of an output

  /** Copies the list. */
  public TxOutputs {
    list = List.copyOf(list);
  }

  /**
   * Reads a CompactSize count and as many outputs in consensus serialization.
   *
   * @throws InvalidCoinbaseException when that is not what the bytes are, to the last
   */
  public static TxOutputs parse(byte[] bytes) {
    ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      long count = CompactSize.read(source);
      if (count > source.remaining() / LEAST) {
        throw new InvalidCoinbaseException(
            "coinbase outputs: " + count + " do not fit into " + bytes.length + " bytes");
      }
      List<TxOutput> outputs = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        outputs.add(output(source));
      }
      if (source.hasRemaining()) {
        throw new InvalidCoinbaseException(
            "coinbase outputs: " + source.remaining() + " bytes too many");
      }
      return new TxOutputs(outputs);
    } catch (BufferUnderflowException e) {
      throw new InvalidCoinbaseException("coinbase outputs: they end too early");
    }
  }

  private static TxOutput output(ByteBuffer source) {
    long satoshis = source.getLong();
    long length = CompactSize.read(source);
    if (length > source.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] script = new byte[(int) length];
    source.get(script);
    if (satoshis < 0 || satoshis > TxOutput.MAX_SATOSHIS) {
      throw new InvalidCoinbaseException(
          "coinbase outputs: 0 to 21 * 10^14 satoshis, not " + Long.toUnsignedString(satoshis));
    }
    return new TxOutput(satoshis, B064K.of(script));
  }

  /** What they spend in all. */
  public long satoshis() {
    return list.stream().mapToLong(TxOutput::satoshis).sum();
  }

  /** Whether one of them is a witness commitment (BIP141). */
  public boolean commitsToWitnesses() {
    return list.stream().anyMatch(TxOutputs::isWitnessCommitment);
  }

  private static boolean isWitnessCommitment(TxOutput output) {
    if (output.script().length() < COMMITMENT_LENGTH) {
      return false;
    }
    ByteBuffer script = output.script().asByteBuffer();
    for (byte expected : WITNESS_COMMITMENT) {
      if (script.get() != expected) {
        return false;
      }
    }
    return true;
  }
}
