package io.sv2.codec;

import io.sv2.codec.type.B016M;
import io.sv2.codec.type.U256;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A sequence as it arrived: the elements side by side as bytes, each made when it is asked for.
 *
 * <p>So that a sequence of many small elements costs the memory of its bytes, not of an object for
 * each, and is read and written at the price of a copy. Unmodifiable; equal to any list of the same
 * elements.
 */
abstract sealed class PackedList<E> extends AbstractList<E> implements RandomAccess {
  private PackedList() {}

  /** Bytes of all elements with their length prefixes, without the count before them. */
  abstract int byteLength();

  /** Writes those bytes to {@code target} from {@code offset} on. */
  abstract void copyTo(byte[] target, int offset);

  abstract E element(int index);

  @Override
  public final E get(int index) {
    return element(Objects.checkIndex(index, size()));
  }

  /** Elements of one size, in an array of their own. */
  private abstract static sealed class Fixed<E> extends PackedList<E> {
    /** In wire order; nobody else may hold it. */
    final byte[] bytes;

    private final int elementLength;

    Fixed(byte[] bytes, int elementLength) {
      this.bytes = bytes;
      this.elementLength = elementLength;
    }

    @Override
    public final int size() {
      return bytes.length / elementLength;
    }

    @Override
    final int byteLength() {
      return bytes.length;
    }

    @Override
    final void copyTo(byte[] target, int offset) {
      System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    @Override
    public final boolean equals(Object other) {
      return (other instanceof Fixed<?> that && that.getClass() == getClass())
          ? Arrays.equals(bytes, that.bytes)
          : super.equals(other);
    }

    /** That of any list of these elements. */
    @Override
    public final int hashCode() {
      return super.hashCode();
    }
  }

  /** U256 each. */
  static final class OfU256 extends Fixed<U256> {
    OfU256(byte[] bytes) {
      super(bytes, U256.LENGTH);
    }

    @Override
    U256 element(int index) {
      return U256.ofWire(bytes, index * U256.LENGTH);
    }
  }

  /** U32 each. */
  static final class OfU32 extends Fixed<Long> {
    OfU32(byte[] bytes) {
      super(bytes, 4);
    }

    @Override
    Long element(int index) {
      return FrameHeader.u16(bytes, 4 * index) | (long) FrameHeader.u16(bytes, 4 * index + 2) << 16;
    }
  }

  /** U16 each. */
  static final class OfU16 extends Fixed<Integer> {
    OfU16(byte[] bytes) {
      super(bytes, 2);
    }

    @Override
    Integer element(int index) {
      return FrameHeader.u16(bytes, 2 * index);
    }
  }

  /**
   * B0_16M each, in the frame that they came in: where they occur they are nearly all of it, so
   * keeping it costs little, and a second copy of megabytes would be the price of reading them.
   */
  static final class OfB016M extends PackedList<B016M> {
    private static final int PREFIX = 3;

    private final Sv2Frame frame;
    private final int start;
    private final int[] ends;

    /**
     * Elements of {@code frame}.
     *
     * @param start where the first begins with its length, in bytes from the header on
     * @param ends where each ends
     */
    OfB016M(Sv2Frame frame, int start, int[] ends) {
      this.frame = frame;
      this.start = start;
      this.ends = ends;
    }

    @Override
    B016M element(int index) {
      int from = (index == 0 ? start : ends[index - 1]) + PREFIX;
      byte[] bytes = new byte[ends[index] - from];
      frame.copyTo(from, bytes, 0, bytes.length);
      return B016M.of(bytes);
    }

    @Override
    public int size() {
      return ends.length;
    }

    @Override
    int byteLength() {
      return ends[ends.length - 1] - start;
    }

    @Override
    void copyTo(byte[] target, int offset) {
      frame.copyTo(start, target, offset, byteLength());
    }
  }
}
