package io.sv2.reactive.mining;

import io.sv2.codec.type.B064K;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An output of a coinbase.
 *
 * @param satoshis paid, 0 to 21 * 10^14
 * @param script that may spend it
 */
public record TxOutput(long satoshis, B064K script) {
  /** The most that ever exists. */
  public static final long MAX_SATOSHIS = 2_100_000_000_000_000L;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when the value is out of range
   */
  public TxOutput {
    if (satoshis < 0 || satoshis > MAX_SATOSHIS) {
      throw new IllegalArgumentException("satoshis: 0 to 21 * 10^14, not " + satoshis);
    }
  }

  /** Bytes of the consensus serialization. */
  public int length() {
    return 8 + CompactSize.length(script.length()) + script.length();
  }

  void write(ByteBuffer target) {
    target.order(ByteOrder.LITTLE_ENDIAN).putLong(satoshis);
    CompactSize.write(target, script.length());
    target.put(script.asByteBuffer());
  }
}
