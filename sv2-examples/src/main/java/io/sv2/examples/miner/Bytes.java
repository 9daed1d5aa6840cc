package io.sv2.examples.miner;

/** Checked lengths and little-endian 32-bit numbers, as headers have them. */
final class Bytes {

  static final long MAX_U32 = 0xffff_ffffL;

  private Bytes() {}

  static void putU32(byte[] to, int offset, long value) {
    to[offset] = (byte) value;
    to[offset + 1] = (byte) (value >>> 8);
    to[offset + 2] = (byte) (value >>> 16);
    to[offset + 3] = (byte) (value >>> 24);
  }

  static void requireLength(String name, byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          name + " has " + bytes.length + " bytes; it must have " + length);
    }
  }

  static long requireU32(String name, long value) {
    if (value < 0 || value > MAX_U32) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be in 0.." + MAX_U32);
    }
    return value;
  }
}
