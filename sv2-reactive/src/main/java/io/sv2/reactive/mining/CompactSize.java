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

  /** Reads one, the shortest as consensus wants it; a count beyond 2^31 - 1 fits nowhere here. */
  static long read(ByteBuffer source) {
    source.order(ByteOrder.LITTLE_ENDIAN);
    int first = source.get() & 0xff;
    long value =
        switch (first) {
          case 0xfd -> source.getShort() & 0xffffL;
          case 0xfe -> source.getInt() & 0xffff_ffffL;
          case 0xff -> source.getLong();
          default -> first;
        };
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new InvalidCoinbaseException("a count of " + Long.toUnsignedString(value));
    } else if (first == 0xff || (first >= 0xfd && value < (first == 0xfd ? 0xfd : 0x1_0000))) {
      throw new InvalidCoinbaseException("a count of " + value + " in more bytes than it needs");
    }
    return value;
  }
}
