package io.sv2.reactive.mining;

import io.sv2.codec.type.U256;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** What the tests expect, by the plainest means and without the code under test. */
final class Reference {
  private Reference() {}

  static U256 doubleHash(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(digest.digest(concat(parts)));
      return U256.of(new BigInteger(1, reversed(hash)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static U256 merkleRoot(U256 leaf, List<U256> path) {
    U256 node = leaf;
    for (U256 beside : path) {
      node = doubleHash(littleEndian(node), littleEndian(beside));
    }
    return node;
  }

  /** The hash of the block header with these fields. */
  static U256 headerHash(
      long version, U256 prevHash, U256 merkleRoot, long ntime, long nBits, long nonce) {
    return doubleHash(
        le32(version),
        littleEndian(prevHash),
        littleEndian(merkleRoot),
        le32(ntime),
        le32(nBits),
        le32(nonce));
  }

  static byte[] le32(long value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static byte[] littleEndian(U256 number) {
    byte[] bytes = new byte[32];
    BigInteger value = number.toBigInteger();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
