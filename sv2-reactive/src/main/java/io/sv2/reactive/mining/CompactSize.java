package io.sv2.reactive.mining;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bitcoin's variable-length count, as far as a coinbase needs it. */
final class CompactSize {
  private CompactSize() {}

  static int length(int value) {
    return value < 0xfd ? 1 : value <= 0xffff ? 3 : 5;
  }

  static void write(ByteBuffer target, int value) {
    target.order(ByteOrder.LITTLE_ENDIAN);
    if (value < 0xfd) {
      target.put((byte) value);
    } else if (value <= 0xffff) {
      target.put((byte) 0xfd).putShort((short) value);
    } else {
      target.put((byte) 0xfe).putInt(value);
    }
  }
}
