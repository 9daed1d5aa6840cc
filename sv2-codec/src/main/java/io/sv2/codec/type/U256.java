package io.sv2.codec.type;

import io.sv2.codec.InvalidValueException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * U256: an unsigned 256-bit integer, little-endian on the wire: hashes and targets (section 3.1).
 *
 * <p>Held as four words, so a hash costs one object and comparing it with a target no allocation.
 * {@link #toString()} writes it as a number, most significant digit first, the way block explorers
 * show hashes.
 */
public final class U256 implements Comparable<U256> {
  /** Bytes on the wire. */
  public static final int LENGTH = 32;

  /** 0. */
  public static final U256 ZERO = new U256(0, 0, 0, 0);

  /** 2^256 - 1. */
  public static final U256 MAX = new U256(-1, -1, -1, -1);

  private static final double TWO_TO_64 = 0x1p64;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long word0; // least significant
  private final long word1;
  private final long word2;
  private final long word3;

  private U256(long word0, long word1, long word2, long word3) {
    this.word0 = word0;
    this.word1 = word1;
    this.word2 = word2;
    this.word3 = word3;
  }

  /**
   * Reads 32 bytes in wire order (least significant first) from {@code offset} on.
   *
   * @throws IndexOutOfBoundsException when there are fewer
   */
  public static U256 ofWire(byte[] source, int offset) {
    return new U256(
        (long) LONG.get(source, offset),
        (long) LONG.get(source, offset + 8),
        (long) LONG.get(source, offset + 16),
        (long) LONG.get(source, offset + 24));
  }

  /**
   * Reads 32 bytes in wire order (least significant first).
   *
   * @throws InvalidValueException when there are not exactly 32
   */
  public static U256 ofWire(byte[] source) {
    if (source.length != LENGTH) {
      throw new InvalidValueException("U256 holds exactly 32 bytes, not " + source.length);
    }
    return ofWire(source, 0);
  }

  /**
   * The number {@code value}.
   *
   * @throws InvalidValueException outside 0 to 2^256 - 1
   */
  public static U256 of(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 256) {
      throw new InvalidValueException("U256 holds 0 to 2^256 - 1, not " + value);
    }
    return new U256(
        value.longValue(),
        value.shiftRight(64).longValue(),
        value.shiftRight(128).longValue(),
        value.shiftRight(192).longValue());
  }

  /**
   * The number that 64 hex digits spell, most significant first, as {@link #toString()} writes it.
   *
   * @throws InvalidValueException when they are not 64 hex digits
   */
  public static U256 ofHex(String hex) {
    if (hex.length() != 2 * LENGTH) {
      throw new InvalidValueException("U256 is written with 64 hex digits, not " + hex.length());
    }
    try {
      return of(new BigInteger(1, HexFormat.of().parseHex(hex)));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("U256 is written with 64 hex digits: " + e.getMessage());
    }
  }

  /** Writes 32 bytes in wire order to {@code target} from {@code offset} on. */
  public void writeTo(byte[] target, int offset) {
    LONG.set(target, offset, word0);
    LONG.set(target, offset + 8, word1);
    LONG.set(target, offset + 16, word2);
    LONG.set(target, offset + 24, word3);
  }

  /** The 32 bytes in wire order, a fresh array. */
  public byte[] toWire() {
    byte[] bytes = new byte[LENGTH];
    writeTo(bytes, 0);
    return bytes;
  }

  /** The number. */
  public BigInteger toBigInteger() {
    byte[] wire = toWire();
    for (int i = 0, j = LENGTH - 1; i < j; i++, j--) {
      byte low = wire[i];
      wire[i] = wire[j];
      wire[j] = low;
    }
    return new BigInteger(1, wire);
  }

  /** The number as near as a double comes: within three units of its last place. */
  public double toDouble() {
    return ((unsigned(word3) * TWO_TO_64 + unsigned(word2)) * TWO_TO_64 + unsigned(word1))
            * TWO_TO_64
        + unsigned(word0);
  }

  private static double unsigned(long word) {
    double high = word >>> 1; // a long's sign is its highest bit
    return 2 * high + (word & 1);
  }

  /** Compares as unsigned numbers. */
  @Override
  public int compareTo(U256 other) {
    int result = Long.compareUnsigned(word3, other.word3);
    if (result == 0) {
      result = Long.compareUnsigned(word2, other.word2);
    }
    if (result == 0) {
      result = Long.compareUnsigned(word1, other.word1);
    }
    return result != 0 ? result : Long.compareUnsigned(word0, other.word0);
  }

  /**
   * Compares as unsigned numbers with the 32 bytes in wire order from {@code offset} on, without an
   * object for them.
   *
   * @throws IndexOutOfBoundsException when there are fewer
   */
  public int compareToWire(byte[] wire, int offset) {
    int result = Long.compareUnsigned(word3, (long) LONG.get(wire, offset + 24));
    if (result == 0) {
      result = Long.compareUnsigned(word2, (long) LONG.get(wire, offset + 16));
    }
    if (result == 0) {
      result = Long.compareUnsigned(word1, (long) LONG.get(wire, offset + 8));
    }
    return result != 0 ? result : Long.compareUnsigned(word0, (long) LONG.get(wire, offset));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof U256 that
        && word0 == that.word0
        && word1 == that.word1
        && word2 == that.word2
        && word3 == that.word3;
  }

  @Override
  public int hashCode() {
    // A hash is uniform in its low words; a target in its high ones.
    long mixed = word0 ^ word1 ^ Long.rotateLeft(word2, 17) ^ Long.rotateLeft(word3, 31);
    return Long.hashCode(mixed);
  }

  /** 64 hex digits, most significant first. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(word3)
        + hex.toHexDigits(word2)
        + hex.toHexDigits(word1)
        + hex.toHexDigits(word0);
  }
}
