package io.sv2.reactive.mining;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of shares that were credited: 16 bytes of each, its low ones, which work does not shape.
 * Two shares that agree in them are one in 2^127; who searches for such a pair loses a share of his
 * own.
 *
 * <p>Takes no memory before the first, 21 to 43 bytes a share from then on.
 */
final class SeenShares {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int FIRST = 16;
  private static final int MOST_AT_FIRST = 4_096;

  private final int first;
  private long @Nullable [] table; // pairs; two zeros are a free place
  private int size;

  SeenShares() {
    this(0);
  }

  /**
   * For about {@code expected} shares, as many as there were on the tip before, if not too many.
   */
  SeenShares(int expected) {
    this.first = Math.max(FIRST, Integer.highestOneBit(2 * Math.min(expected, MOST_AT_FIRST)));
  }

  int size() {
    return size;
  }

  boolean contains(byte[] hash) {
    long[] current = table;
    if (current == null) {
      return false;
    }
    int at = place(current, first(hash), second(hash));
    return current[at + 1] != 0;
  }

  /** Whether it was not there. */
  boolean add(byte[] hash) {
    long[] current = table;
    if (current == null) {
      current = new long[2 * first];
      table = current;
    } else if (8 * size >= 3 * current.length) { // at most three quarters full
      current = grown(current);
      table = current;
    }
    long low = first(hash);
    long second = second(hash);
    int at = place(current, low, second);
    if (current[at + 1] == 0) {
      current[at] = low;
      current[at + 1] = second;
      size++;
      return true;
    }
    return false;
  }

  private static long[] grown(long[] from) {
    long[] grown = new long[2 * from.length];
    for (int i = 0; i < from.length; i += 2) {
      if (from[i + 1] != 0) {
        int at = place(grown, from[i], from[i + 1]);
        grown[at] = from[i];
        grown[at + 1] = from[i + 1];
      }
    }
    return grown;
  }

  private static int place(long[] table, long first, long second) {
    int mask = table.length - 2;
    int at = ((int) first << 1) & mask;
    while (table[at + 1] != 0 && (table[at] != first || table[at + 1] != second)) {
      at = (at + 2) & mask;
    }
    return at;
  }

  private static long first(byte[] hash) {
    return (long) LONG.get(hash, 0);
  }

  private static long second(byte[] hash) {
    return (long) LONG.get(hash, Long.BYTES) | 1; // never zero
  }

  /** Bytes that it takes now, its own object not counted. */
  int bytes() {
    return table == null ? 0 : table.length * Long.BYTES;
  }
}
