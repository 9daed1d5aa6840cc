package io.sv2.codec.type;

import io.sv2.codec.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable run of bytes with the length rule of one of the wire's data types (section 3.1).
 *
 * <p>Equal when of the same type with the same content. The array inside never leaves, so a message
 * can be kept, shared between threads and used as a key.
 */
public abstract sealed class Octets
    permits B032, B0255, B064K, B016M, Str0255, Mac, PublicKeyX, SignatureBytes {
  private final byte[] bytes;

  /** Copies {@code length} bytes; {@code max} and {@code typeName} are the subtype's rule. */
  Octets(byte[] source, int offset, int length, int min, int max, String typeName) {
    if (length < min || length > max) {
      throw new InvalidValueException(
          typeName
              + " holds "
              + (min == max ? "exactly " + max : min + " to " + max)
              + " bytes, not "
              + length);
    }
    this.bytes = Arrays.copyOfRange(source, offset, offset + length);
  }

  /** Number of bytes, without the length prefix. */
  public final int length() {
    return bytes.length;
  }

  /** Whether there are no bytes. */
  public final boolean isEmpty() {
    return bytes.length == 0;
  }

  /**
   * The byte at {@code index}, 0 to {@code length() - 1}.
   *
   * @throws ArrayIndexOutOfBoundsException outside that range
   */
  public final byte byteAt(int index) {
    return bytes[index];
  }

  /** A fresh copy of the bytes. */
  public final byte[] toByteArray() {
    return bytes.clone();
  }

  /** A read-only view; positions and limits of views are independent. */
  public final ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Copies all bytes to {@code target} from {@code offset} on. */
  public final void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /** Lower-case hex, two digits a byte, in wire order. */
  public final String toHex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** Bytes as UTF-8, for the one subtype that is text. */
  final String utf8() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public final boolean equals(Object other) {
    return this == other
        || (other instanceof Octets that
            && that.getClass() == getClass()
            && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public final int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Hex; text for {@link Str0255}. */
  @Override
  public String toString() {
    return toHex();
  }
}
