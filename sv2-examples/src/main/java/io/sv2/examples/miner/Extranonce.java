package io.sv2.examples.miner;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes of the extended extranonce that the miner itself rolls, 0 to 32 of them; empty for a
 * standard job (section 5.1.2.1).
 */
public final class Extranonce {

  /** The largest extranonce the protocol has. */
  public static final int MAX_SIZE = 32;

  private final byte[] bytes;

  private Extranonce(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The extranonce of {@code size} bytes that spells {@code counter}, most significant first. */
  static Extranonce of(int size, long counter) {
    byte[] bytes = new byte[size];
    long rest = counter;
    for (int i = size - 1; i >= 0 && rest != 0; i--) {
      bytes[i] = (byte) rest;
      rest >>>= 8;
    }
    return new Extranonce(bytes);
  }

  /** How many extranonces of {@code size} bytes are tried at most. */
  static long count(int size) {
    return size >= Long.BYTES ? Long.MAX_VALUE : 1L << (8 * size);
  }

  /** A fresh copy of the bytes, in the order in which they stand in the coinbase. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Extranonce that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
