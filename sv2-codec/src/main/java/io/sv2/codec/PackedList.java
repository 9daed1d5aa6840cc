package io.sv2.codec;

import io.sv2.codec.type.B016M;
import io.sv2.codec.type.U256;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A sequence as it arrived: the elements side by side in one array, each made when it is asked for.
 *
 * <p>So that a sequence of many small elements costs the memory of its bytes, not of an object for
 * each, and is read and written at the price of a copy. Unmodifiable; equal to any list of the same
 * elements.
 */
abstract sealed class PackedList<E> extends AbstractList<E> implements RandomAccess {
  /** The elements in wire order, length prefixes included; nobody else may hold it. */
  final byte[] bytes;

  private PackedList(byte[] bytes) {
    this.bytes = bytes;
  }

  abstract E element(int index);

  @Override
  public final E get(int index) {
    return element(Objects.checkIndex(index, size()));
  }

  @Override
  public final boolean equals(Object other) {
    return (other instanceof PackedList<?> that && that.getClass() == getClass())
        ? Arrays.equals(bytes, that.bytes)
        : super.equals(other);
  }

  /** That of any list of these elements. */
  @Override
  public final int hashCode() {
    return super.hashCode();
  }

  /** U256 each. */
  static final class OfU256 extends PackedList<U256> {
    OfU256(byte[] bytes) {
      super(bytes);
    }

    @Override
    U256 element(int index) {
      return U256.ofWire(bytes, index * U256.LENGTH);
    }

    @Override
    public int size() {
      return bytes.length / U256.LENGTH;
    }
  }

  /** U32 each. */
  static final class OfU32 extends PackedList<Long> {
    OfU32(byte[] bytes) {
      super(bytes);
    }

    @Override
    Long element(int index) {
      return FrameHeader.u16(bytes, 4 * index) | (long) FrameHeader.u16(bytes, 4 * index + 2) << 16;
    }

    @Override
    public int size() {
      return bytes.length / 4;
    }
  }

  /** U16 each. */
  static final class OfU16 extends PackedList<Integer> {
    OfU16(byte[] bytes) {
      super(bytes);
    }

    @Override
    Integer element(int index) {
      return FrameHeader.u16(bytes, 2 * index);
    }

    @Override
    public int size() {
      return bytes.length / 2;
    }
  }

  /** B0_16M each. */
  static final class OfB016M extends PackedList<B016M> {
    private static final int PREFIX = 3;

    /** Where each element ends. */
    private final int[] ends;

    OfB016M(byte[] bytes, int[] ends) {
      super(bytes);
      this.ends = ends;
    }

    @Override
    B016M element(int index) {
      int start = (index == 0 ? 0 : ends[index - 1]) + PREFIX;
      return B016M.of(bytes, start, ends[index] - start);
    }

    @Override
    public int size() {
      return ends.length;
    }
  }
}
