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
import java.util.List;
import java.util.OptionalLong;

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

  /** Most bytes that a sequence gets of its own. */
  private static final int MAX_RUN = 32 * 1024;

  /** What is being read: a frame, or for one above 256 KiB one of its pieces. */
  private byte[] bytes;

  /** Where the next field begins in it. */
  private int position;

  /** Up to where fields are read without asking what follows. */
  private int limit;

  /** What to add to a position for the offset in the payload. */
  private int before;

  private final Sv2Frame frame;
  private final Pieces following;
  private final String messageName;

  PayloadReader(
      Sv2Frame frame,
      byte[] bytes,
      int position,
      int before,
      Pieces following,
      String messageName) {
    this.frame = frame;
    this.bytes = bytes;
    this.position = position;
    this.before = before;
    this.following = following;
    this.limit = following.limitOf(bytes);
    this.messageName = messageName;
  }

  /** Bytes not read yet. */
  public int remaining() {
    return bytes.length - position + following.rest();
  }

  /** BOOL: only the lowest bit counts. */
  public boolean bool(String field) {
    int at = take(field, 1);
    return (bytes[at] & 1) != 0;
  }

  /** U8. */
  public int u8(String field) {
    int at = take(field, 1);
    return bytes[at] & 0xff;
  }

  /** U16. */
  public int u16(String field) {
    int at = take(field, 2);
    return (short) SHORT.get(bytes, at) & 0xffff;
  }

  /** U24. */
  public int u24(String field) {
    int at = take(field, 3);
    return FrameHeader.u16(bytes, at) | (bytes[at + 2] & 0xff) << 16;
  }

  /** U32. */
  public long u32(String field) {
    int at = take(field, 4);
    return (int) INT.get(bytes, at) & FieldRules.MAX_U32;
  }

  /** U64; the upper half of its range is negative. */
  public long u64(String field) {
    int at = take(field, 8);
    return (long) LONG.get(bytes, at);
  }

  /** F32, as sent: not a number and infinities included. */
  public float f32(String field) {
    int at = take(field, 4);
    return Float.intBitsToFloat((int) INT.get(bytes, at));
  }

  /** U256. */
  public U256 u256(String field) {
    int at = take(field, U256.LENGTH);
    return U256.ofWire(bytes, at);
  }

  /** STR0_255. */
  public Str0255 str0255(String field) {
    int length = u8(field);
    int at = take(field, length);
    return Str0255.of(bytes, at, length);
  }

  /** B0_32. */
  public B032 b032(String field) {
    int length = atMost(B032.MAX_LENGTH, u8(field), "B0_32 holds 0 to 32 bytes, not ");
    int at = take(field, length);
    return B032.of(bytes, at, length);
  }

  /** B0_255. */
  public B0255 b0255(String field) {
    int length = u8(field);
    int at = take(field, length);
    return B0255.of(bytes, at, length);
  }

  /** B0_64K. */
  public B064K b064K(String field) {
    return b064K(field, u16(field));
  }

  B064K b064K(String field, int length) {
    int at = take(field, length);
    return B064K.of(bytes, at, length);
  }

  /** B0_16M. */
  public B016M b016M(String field) {
    int length = u24(field);
    int at = take(field, length);
    return B016M.of(bytes, at, length);
  }

  /** OPTION[U32]. */
  public OptionalLong optionU32(String field) {
    int count = atMost(1, u8(field), "OPTION holds 0 or 1 element, not ");
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(u32(field));
  }

  /** SEQ0_255[U256], unmodifiable; kept as bytes, each element made when asked for. */
  public List<U256> seq0255U256(String field) {
    return u256s(field, u8(field));
  }

  /** SEQ0_64K[U256], unmodifiable; kept as bytes, each element made when asked for. */
  public List<U256> seq064KU256(String field) {
    return u256s(field, u16(field));
  }

  private List<U256> u256s(String field, int count) {
    int length = count * U256.LENGTH;
    int start = skip(field, length);
    if (count == 0) {
      return List.of();
    }
    return isLittle(length)
        ? new PackedList.OfU256(run(start, length), 0, count)
        : new PackedList.OfU256(frame, start, count);
  }

  /** SEQ0_64K[U32], unmodifiable; kept as bytes, each element made when asked for. */
  public List<Long> seq064KU32(String field) {
    int count = u16(field);
    int length = count * PackedList.OfU32.LENGTH;
    int start = skip(field, length);
    if (count == 0) {
      return List.of();
    }
    return isLittle(length)
        ? new PackedList.OfU32(run(start, length), 0, count)
        : new PackedList.OfU32(frame, start, count);
  }

  /** SEQ0_64K[U16], unmodifiable; kept as bytes, each element made when asked for. */
  public List<Integer> seq064KU16(String field) {
    int count = u16(field);
    int length = count * PackedList.OfU16.LENGTH;
    int start = skip(field, length);
    if (count == 0) {
      return List.of();
    }
    return isLittle(length)
        ? new PackedList.OfU16(run(start, length), 0, count)
        : new PackedList.OfU16(frame, start, count);
  }

  /** SEQ0_64K[B0_16M], unmodifiable; kept as bytes, each element made when asked for. */
  public List<B016M> seq064KB016M(String field) {
    int count = u16(field);
    if (count == 0) {
      return List.of();
    }
    if (count * 3 > remaining()) {
      throw Pieces.truncated(messageName, field, before + position, count * 3, remaining());
    }
    int stride = PackedList.OfB016M.STRIDE;
    int[] noted = new int[(count + stride - 1) / stride];
    int start = place();
    for (int i = 0; i < count; i++) {
      if (i % stride == 0) {
        noted[i / stride] = place();
      }
      skip(field, u24(field));
    }
    int length = place() - start;
    if (!isLittle(length)) {
      return new PackedList.OfB016M(frame, start, count, noted, length);
    }
    for (int i = 0; i < noted.length; i++) {
      noted[i] -= start;
    }
    return new PackedList.OfB016M(run(start, length), 0, count, noted, length);
  }

  /**
   * Whether a sequence gets bytes of its own, so that it does not keep a frame of which it is the
   * smaller part; not if it is long, since then frame and copy would be held at once.
   */
  private boolean isLittle(int length) {
    return length <= MAX_RUN && length < frame.length() / 2;
  }

  private Sv2Frame run(int start, int length) {
    byte[] copy = new byte[length];
    frame.copyTo(start, copy, 0, length);
    return Sv2Frame.ofRun(copy);
  }

  /** Where the next field begins, in bytes from the header on. */
  private int place() {
    return before + position + FrameHeader.LENGTH;
  }

  /**
   * The place of the next {@code length} bytes in {@link #bytes}. Not to be called in an expression
   * that has evaluated {@code bytes} already, since going on to the next piece replaces it.
   */
  private int take(String field, int length) {
    int at = position;
    if (length > limit - at) {
      following.next(messageName, field, bytes, at, before + at, length);
      before += at;
      at = following.start;
      before -= at;
      bytes = following.bytes;
      limit = following.limit;
    }
    position = at + length;
    return at;
  }

  private static int atMost(int max, int length, String rule) {
    if (length > max) {
      throw new InvalidValueException(rule + length);
    }
    return length;
  }

  /** Goes {@code length} bytes on; returns where they began, in bytes from the header on. */
  int skip(String field, int length) {
    int here = bytes.length - position;
    int offset = before + position;
    if (length <= here) {
      position += length;
    } else if (length > remaining()) {
      throw Pieces.truncated(messageName, field, offset, length, remaining());
    } else {
      following.skip(length - here);
      bytes = following.bytes;
      limit = following.limit;
      position = following.start;
      before = offset + length - position;
    }
    return offset + FrameHeader.LENGTH;
  }
}
