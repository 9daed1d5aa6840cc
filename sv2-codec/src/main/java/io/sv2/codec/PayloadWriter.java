package io.sv2.codec;

import io.sv2.codec.type.B016M;
import io.sv2.codec.type.Octets;
import io.sv2.codec.type.U256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes the data types of section 3.1 into a payload, in order.
 *
 * <p>The values were checked when their record was built; the array was sized from {@link
 * Sv2Message#payloadLength()}. Not thread-safe.
 */
public final class PayloadWriter {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int position;

  /** A list whose bytes are to follow in an array of their own. */
  private final @Nullable List<?> leftOut;

  PayloadWriter(byte[] bytes, int position, @Nullable List<?> leftOut) {
    this.bytes = bytes;
    this.position = position;
    this.leftOut = leftOut;
  }

  int position() {
    return position;
  }

  /** BOOL. */
  public void bool(boolean value) {
    u8(value ? 1 : 0);
  }

  /** U8. */
  public void u8(int value) {
    bytes[position++] = (byte) value;
  }

  /** U16. */
  public void u16(int value) {
    SHORT.set(bytes, position, (short) value);
    position += 2;
  }

  /** U24. */
  public void u24(int value) {
    u16(value);
    u8(value >>> 16);
  }

  /** U32. */
  public void u32(long value) {
    INT.set(bytes, position, (int) value);
    position += 4;
  }

  /** U64. */
  public void u64(long value) {
    LONG.set(bytes, position, value);
    position += 8;
  }

  /** F32. */
  public void f32(float value) {
    INT.set(bytes, position, Float.floatToRawIntBits(value));
    position += 4;
  }

  /** U256. */
  public void u256(U256 value) {
    value.writeTo(bytes, position);
    position += U256.LENGTH;
  }

  /** STR0_255, B0_32, B0_255: an 8-bit length, then the bytes. */
  public void prefixed8(Octets value) {
    u8(atMost(0xff, value.length()));
    raw(value);
  }

  /** B0_64K: a 16-bit length, then the bytes. */
  public void prefixed16(Octets value) {
    u16(atMost(0xffff, value.length()));
    raw(value);
  }

  /** B0_16M: a 24-bit length, then the bytes. */
  public void prefixed24(Octets value) {
    u24(value.length());
    raw(value);
  }

  /** Records have checked this; whoever has not is told before a count is cut to its low bits. */
  private static int atMost(int max, int length) {
    if (length > max) {
      throw new InvalidValueException("a length or count of at most " + max + ", not " + length);
    }
    return length;
  }

  private void raw(Octets value) {
    value.copyTo(bytes, position);
    position += value.length();
  }

  /** OPTION[U32]. */
  public void optionU32(OptionalLong value) {
    if (value.isPresent()) {
      u8(1);
      u32(value.getAsLong());
    } else {
      u8(0);
    }
  }

  /** SEQ0_255[U256]. */
  public void seq0255U256(List<U256> values) {
    u8(atMost(0xff, values.size()));
    u256s(values);
  }

  /** SEQ0_64K[U256]. */
  public void seq064KU256(List<U256> values) {
    u16(atMost(0xffff, values.size()));
    u256s(values);
  }

  private void u256s(List<U256> values) {
    if (!packed(values)) {
      for (int i = 0, size = values.size(); i < size; i++) {
        u256(values.get(i));
      }
    }
  }

  /** SEQ0_64K[U32]. */
  public void seq064KU32(List<Long> values) {
    u16(atMost(0xffff, values.size()));
    if (!packed(values)) {
      for (int i = 0, size = values.size(); i < size; i++) {
        u32(values.get(i));
      }
    }
  }

  /** SEQ0_64K[U16]. */
  public void seq064KU16(List<Integer> values) {
    u16(atMost(0xffff, values.size()));
    if (!packed(values)) {
      for (int i = 0, size = values.size(); i < size; i++) {
        u16(values.get(i));
      }
    }
  }

  /** SEQ0_64K[B0_16M]. */
  public void seq064KB016M(List<B016M> values) {
    u16(atMost(0xffff, values.size()));
    if (!packed(values)) {
      for (int i = 0, size = values.size(); i < size; i++) {
        prefixed24(values.get(i));
      }
    }
  }

  /** Bytes that {@link #seq064KB016M} writes, its count included; 2^30 when more than that. */
  public static int lengthOf(List<B016M> values) {
    if (values instanceof PackedList<?> packed) {
      return 2 + packed.byteLength();
    }
    long length = 2;
    for (int i = 0, size = values.size(); i < size; i++) {
      length += 3 + values.get(i).length();
    }
    return (int) Math.min(1 << 30, length); // no frame holds it, and sums do not overflow
  }

  /** Elements that are still as they arrived leave so. */
  private boolean packed(List<?> values) {
    if (!(values instanceof PackedList<?> packed)) {
      return false;
    }
    if (packed != leftOut) {
      packed.copyTo(bytes, position);
      position += packed.byteLength();
    }
    return true;
  }
}
