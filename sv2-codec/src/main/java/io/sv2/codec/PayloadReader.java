package io.sv2.codec;

import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data types of section 3.1 from a payload, in order.
 *
 * <p>Every length is held against what remains before anything is allocated. The field names are
 * the specification's and appear in errors. Not thread-safe.
 */
public final class PayloadReader {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final String messageName;
  private final @Nullable Map<String, Integer> fieldOffsets;
  private int position;

  PayloadReader(byte[] bytes, int start, int end, String messageName, boolean recordOffsets) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.position = start;
    this.messageName = messageName;
    this.fieldOffsets = recordOffsets ? new HashMap<>() : null;
  }

  /** Bytes not read yet. */
  public int remaining() {
    return end - position;
  }

  /** Where {@code field} began, once it was reached by a reader that records; else -1. */
  int offsetOf(@Nullable String field) {
    Integer offset = fieldOffsets == null ? null : fieldOffsets.get(field);
    return offset == null ? -1 : offset;
  }

  /** BOOL: only the lowest bit counts. */
  public boolean bool(String field) {
    return (bytes[take(field, 1)] & 1) != 0;
  }

  /** U8. */
  public int u8(String field) {
    return bytes[take(field, 1)] & 0xff;
  }

  /** U16. */
  public int u16(String field) {
    return (short) SHORT.get(bytes, take(field, 2)) & 0xffff;
  }

  /** U24. */
  public int u24(String field) {
    int at = take(field, 3);
    return FrameHeader.u16(bytes, at) | (bytes[at + 2] & 0xff) << 16;
  }

  /** U32. */
  public long u32(String field) {
    return (int) INT.get(bytes, take(field, 4)) & FieldRules.MAX_U32;
  }

  /** U64; the upper half of its range is negative. */
  public long u64(String field) {
    return (long) LONG.get(bytes, take(field, 8));
  }

  /** F32, as sent: not a number and infinities included. */
  public float f32(String field) {
    return Float.intBitsToFloat((int) INT.get(bytes, take(field, 4)));
  }

  /** U256. */
  public U256 u256(String field) {
    return U256.ofWire(bytes, take(field, U256.LENGTH));
  }

  /** STR0_255. */
  public Str0255 str0255(String field) {
    int length = u8(field);
    return Str0255.of(bytes, take(field, length), length);
  }

  /** B0_32. */
  public B032 b032(String field) {
    int length = u8(field);
    if (length > B032.MAX_LENGTH) {
      throw new InvalidValueException(
          messageName, field, position - 1 - start, "B0_32 holds 0 to 32 bytes, not " + length);
    }
    return B032.of(bytes, take(field, length), length);
  }

  /** B0_255. */
  public B0255 b0255(String field) {
    int length = u8(field);
    return B0255.of(bytes, take(field, length), length);
  }

  /** B0_64K. */
  public B064K b064K(String field) {
    int length = u16(field);
    return B064K.of(bytes, take(field, length), length);
  }

  /** B0_16M. */
  public B016M b016M(String field) {
    int length = u24(field);
    return B016M.of(bytes, take(field, length), length);
  }

  /** OPTION[U32]. */
  public OptionalLong optionU32(String field) {
    int count = u8(field);
    if (count > 1) {
      throw new InvalidValueException(
          messageName, field, position - 1 - start, "OPTION holds 0 or 1 element, not " + count);
    }
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(u32(field));
  }

  /** SEQ0_255[U256], unmodifiable. */
  public List<U256> seq0255U256(String field) {
    return u256s(field, u8(field));
  }

  /** SEQ0_64K[U256], unmodifiable. */
  public List<U256> seq064KU256(String field) {
    return u256s(field, u16(field));
  }

  private List<U256> u256s(String field, int count) {
    int at = take(field, count * U256.LENGTH);
    U256[] elements = new U256[count];
    for (int i = 0; i < count; i++) {
      elements[i] = U256.ofWire(bytes, at + i * U256.LENGTH);
    }
    return List.of(elements);
  }

  /** SEQ0_64K[U32], unmodifiable. */
  public List<Long> seq064KU32(String field) {
    int count = u16(field);
    int at = take(field, count * 4);
    Long[] elements = new Long[count];
    for (int i = 0; i < count; i++) {
      elements[i] = (int) INT.get(bytes, at + i * 4) & FieldRules.MAX_U32;
    }
    return List.of(elements);
  }

  /** SEQ0_64K[U16], unmodifiable. */
  public List<Integer> seq064KU16(String field) {
    int count = u16(field);
    int at = take(field, count * 2);
    Integer[] elements = new Integer[count];
    for (int i = 0; i < count; i++) {
      elements[i] = FrameHeader.u16(bytes, at + i * 2);
    }
    return List.of(elements);
  }

  /** SEQ0_64K[B0_16M], unmodifiable. */
  public List<B016M> seq064KB016M(String field) {
    int count = u16(field);
    if (count * 3 > remaining()) {
      throw truncated(field, count * 3);
    }
    List<B016M> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(b016M(field));
    }
    return Collections.unmodifiableList(elements);
  }

  private int take(String field, int length) {
    int at = position;
    if (fieldOffsets != null) {
      fieldOffsets.putIfAbsent(field, at - start);
    }
    if (length > end - at) {
      throw truncated(field, length);
    }
    position = at + length;
    return at;
  }

  private TruncatedException truncated(String field, int wanted) {
    return new TruncatedException(
        messageName,
        field,
        position - start,
        wanted + " more bytes are needed, " + remaining() + " are left");
  }
}
