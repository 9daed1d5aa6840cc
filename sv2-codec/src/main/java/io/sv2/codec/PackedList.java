package io.sv2.codec;

import io.sv2.codec.type.B016M;
import io.sv2.codec.type.U256;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A sequence as the bytes of the wire; each element is made when it is asked for.
 *
 * <p>So that it costs the memory of its bytes, where an object for each element would cost up to
 * ten times what has arrived, and is read and written at the price of a copy or less. A long one,
 * or one that is most of its frame, keeps the frame. Unmodifiable; equal to any list of the same
 * elements.
 */
abstract sealed class PackedList<E> extends AbstractList<E> implements RandomAccess {
  final Sv2Frame frame;

  /** Where in the frame the first element begins. */
  final int start;

  private final int size;

  private PackedList(Sv2Frame frame, int start, int size) {
    this.frame = frame;
    this.start = start;
    this.size = size;
  }

  abstract E element(int index);

  /** Bytes of all elements with their length prefixes, without the count before them. */
  abstract int byteLength();

  /** Writes those bytes to {@code target} from {@code offset} on. */
  final void copyTo(byte[] target, int offset) {
    frame.copyTo(start, target, offset, byteLength());
  }

  @Override
  public final E get(int index) {
    return element(Objects.checkIndex(index, size));
  }

  @Override
  public final int size() {
    return size;
  }

  /** U256 each. */
  static final class OfU256 extends PackedList<U256> {
    OfU256(Sv2Frame frame, int start, int size) {
      super(frame, start, size);
    }

    @Override
    U256 element(int index) {
      return frame.u256(start + index * U256.LENGTH);
    }

    @Override
    int byteLength() {
      return size() * U256.LENGTH;
    }
  }

  /** U32 each. */
  static final class OfU32 extends PackedList<Long> {
    static final int LENGTH = 4;

    OfU32(Sv2Frame frame, int start, int size) {
      super(frame, start, size);
    }

    @Override
    Long element(int index) {
      return frame.littleEndian(start + index * LENGTH, LENGTH);
    }

    @Override
    int byteLength() {
      return size() * LENGTH;
    }
  }

  /** U16 each. */
  static final class OfU16 extends PackedList<Integer> {
    static final int LENGTH = 2;

    OfU16(Sv2Frame frame, int start, int size) {
      super(frame, start, size);
    }

    @Override
    Integer element(int index) {
      return (int) frame.littleEndian(start + index * LENGTH, LENGTH);
    }

    @Override
    int byteLength() {
      return size() * LENGTH;
    }
  }

  /** B0_16M each. */
  static final class OfB016M extends PackedList<B016M> {
    /** Of so many elements one has its place noted; from there it is a walk over lengths. */
    static final int STRIDE = 8;

    private static final int PREFIX = 3;

    private final int[] noted;
    private final int byteLength;
    private final byte @Nullable [] run;

    /**
     * Elements of {@code frame}.
     *
     * @param noted where each {@value #STRIDE}th element begins
     * @param byteLength of all elements and their lengths
     */
    OfB016M(Sv2Frame frame, int start, int size, int[] noted, int byteLength) {
      this(frame, start, size, noted, byteLength, null);
    }

    private OfB016M(
        Sv2Frame frame, int start, int size, int[] noted, int byteLength, byte @Nullable [] run) {
      super(frame, start, size);
      this.noted = noted;
      this.byteLength = byteLength;
      this.run = run;
    }

    /**
     * The same elements as the bytes that they go on the wire as, where these are many: then a
     * message is one array instead of thousands of objects, and frames of it share that array.
     */
    static List<B016M> packed(List<B016M> elements) {
      int byteLength = PayloadWriter.lengthOf(elements) - 2;
      if (elements instanceof PackedList
          || byteLength < FrameDecoder.CHUNK
          || byteLength > FrameHeader.MAX_PAYLOAD_LENGTH) {
        return elements;
      }
      byte[] run = new byte[byteLength];
      PayloadWriter writer = new PayloadWriter(run, 0, null);
      int[] noted = new int[(elements.size() + STRIDE - 1) / STRIDE];
      for (int i = 0; i < elements.size(); i++) {
        if (i % STRIDE == 0) {
          noted[i / STRIDE] = writer.position();
        }
        writer.prefixed24(elements.get(i));
      }
      return new OfB016M(Sv2Frame.ofRun(run), 0, elements.size(), noted, byteLength, run);
    }

    /** What {@link #packed} put these elements into; null where they came in a frame. */
    byte @Nullable [] run() {
      return run;
    }

    @Override
    B016M element(int index) {
      int at = noted[index / STRIDE];
      for (int walked = index % STRIDE; walked > 0; walked--) {
        at += PREFIX + length(at);
      }
      byte[] bytes = new byte[length(at)];
      frame.copyTo(at + PREFIX, bytes, 0, bytes.length);
      return B016M.of(bytes);
    }

    private int length(int at) {
      return (int) frame.littleEndian(at, PREFIX);
    }

    @Override
    int byteLength() {
      return byteLength;
    }
  }
}
