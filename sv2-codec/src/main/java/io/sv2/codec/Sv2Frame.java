package io.sv2.codec;

import io.sv2.codec.type.U256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One frame: header and payload, immutable, as on an unencrypted wire (section 3.2).
 *
 * <p>What connections carry. Safe to share: one frame can be sent to any number of peers. A large
 * one that arrived stays in the pieces it arrived in, so that putting it together costs neither
 * time nor, for a moment, twice its memory.
 */
public final class Sv2Frame {
  private static final byte[][] NO_MORE = {};

  /** The header and all of a small payload, or the beginning of a large one. */
  private final byte[] bytes;

  /** What follows, in order. */
  private final byte[][] more;

  private final int length;

  private Sv2Frame(byte[] bytes, byte[][] more, int length) {
    this.bytes = bytes;
    this.more = more;
    this.length = length;
  }

  /**
   * A frame around a copy of {@code payload}.
   *
   * @param extensionType U16, the {@code channel_msg} bit included
   * @param messageType U8
   * @throws InvalidValueException when a value or the payload's length is out of range, or the
   *     {@code channel_msg} bit is set on a payload too short for a channel id
   */
  public static Sv2Frame of(int extensionType, int messageType, byte... payload) {
    byte[] bytes = new byte[FrameHeader.LENGTH + payload.length];
    new FrameHeader(extensionType, messageType, payload.length).write(bytes, 0);
    System.arraycopy(payload, 0, bytes, FrameHeader.LENGTH, payload.length);
    return adopt(bytes);
  }

  /** Takes over an array whose header fits its length; nobody else may hold it. */
  static Sv2Frame adopt(byte[] bytes) {
    return checked(new Sv2Frame(bytes, NO_MORE, bytes.length));
  }

  /** Bytes without a header, for a sequence that does not stand in a frame. */
  static Sv2Frame ofRun(byte[] bytes) {
    return new Sv2Frame(bytes, NO_MORE, bytes.length);
  }

  private static Sv2Frame checked(Sv2Frame frame) {
    if (frame.isChannelMessage() && frame.payloadLength() < 4) {
      throw new InvalidValueException(
          "frame", "channel_id", 0, "a channel message begins with 4 bytes of channel id");
    }
    return frame;
  }

  /** Takes over pieces, the first with the header and at least a channel id behind it. */
  static Sv2Frame adopt(byte[] first, List<byte[]> more) {
    int length = first.length;
    for (byte[] piece : more) {
      length += piece.length;
    }
    return checked(new Sv2Frame(first, more.toArray(byte[][]::new), length));
  }

  /** The header. */
  public FrameHeader header() {
    return FrameHeader.read(bytes, 0);
  }

  /** U16 as on the wire, the {@code channel_msg} bit included. */
  public int extensionType() {
    return FrameHeader.u16(bytes, 0);
  }

  /** U8. */
  public int messageType() {
    return bytes[2] & 0xff;
  }

  /** Whether the {@code channel_msg} bit is set. */
  public boolean isChannelMessage() {
    return (bytes[1] & 0x80) != 0;
  }

  /**
   * The channel that the frame belongs to, U32.
   *
   * @throws IllegalStateException when the {@code channel_msg} bit is not set
   */
  public long channelId() {
    if (!isChannelMessage()) {
      throw new IllegalStateException("not a channel message: " + this);
    }
    return (FrameHeader.u16(bytes, 6) | (long) FrameHeader.u16(bytes, 8) << 16);
  }

  /**
   * The same frame for another channel, nothing else changed: how a proxy passes on messages of
   * extensions that it does not know (section 3.4.1).
   *
   * @param channelId U32
   * @throws IllegalStateException when the {@code channel_msg} bit is not set
   * @throws InvalidValueException when it is no U32
   */
  public Sv2Frame withChannelId(long channelId) {
    if (!isChannelMessage()) {
      throw new IllegalStateException("not a channel message: " + this);
    }
    FieldRules.u32("frame", "channel_id", channelId);
    byte[] copy = bytes.clone();
    for (int i = 0; i < 4; i++) {
      copy[FrameHeader.LENGTH + i] = (byte) (channelId >>> (8 * i));
    }
    return new Sv2Frame(copy, more, length);
  }

  /**
   * The U32 that begins at byte {@code at} of the payload, for whoever looks into many frames
   * without reading them.
   *
   * @throws IndexOutOfBoundsException when the payload ends before it does
   */
  public long payloadU32(int at) {
    Objects.checkFromIndexSize(at, 4, payloadLength());
    return littleEndian(FrameHeader.LENGTH + at, 4);
  }

  /**
   * The U8 at byte {@code at} of the payload.
   *
   * @throws IndexOutOfBoundsException when the payload ends before it
   */
  public int payloadU8(int at) {
    Objects.checkIndex(at, payloadLength());
    return (int) littleEndian(FrameHeader.LENGTH + at, 1);
  }

  /** Bytes of the payload. */
  public int payloadLength() {
    return length - FrameHeader.LENGTH;
  }

  /** Bytes of header and payload. */
  public int length() {
    return length;
  }

  /** Header and payload, read-only, in order: one buffer, or several where the frame is large. */
  public List<ByteBuffer> asByteBuffers() {
    if (more.length == 0) {
      return List.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    }
    return Stream.concat(Stream.of(bytes), Stream.of(more))
        .map(piece -> ByteBuffer.wrap(piece).asReadOnlyBuffer())
        .toList();
  }

  /** Copies header and payload to {@code target} from {@code offset} on. */
  public void copyTo(byte[] target, int offset) {
    copyTo(0, target, offset, length);
  }

  /**
   * Copies {@code count} bytes from byte {@code from} on, 0 being the first of the header, to
   * {@code target} from {@code offset} on: for whoever sends a frame in parts.
   *
   * @throws IndexOutOfBoundsException when a range is not within frame or target
   */
  public void copyTo(int from, byte[] target, int offset, int count) {
    Objects.checkFromIndexSize(from, count, length);
    Objects.checkFromIndexSize(offset, count, target.length);
    byte[] source = bytes;
    int at = from;
    int next = 0;
    for (int done = 0; done < count; ) {
      if (at < source.length) {
        int here = Math.min(count - done, source.length - at);
        System.arraycopy(source, at, target, offset + done, here);
        done += here;
        at += here;
      } else {
        at -= source.length;
        source = more[next++];
      }
    }
  }

  /** Who looks at a part of a frame where it lies. */
  @FunctionalInterface
  public interface PartReader {
    /** Reads from {@code offset} on; does not change {@code source} and keeps no reference. */
    void read(byte[] source, int offset);
  }

  /**
   * Lets {@code reader} have {@code count} bytes from byte {@code from} on, 0 being the first of
   * the header, without a copy: for whoever encrypts what is large.
   *
   * @return false, and {@code reader} is not called, when they do not lie in one piece; {@link
   *     #copyTo(int, byte[], int, int)} puts them together
   * @throws IndexOutOfBoundsException when the range is not within the frame
   */
  public boolean read(int from, int count, PartReader reader) {
    Objects.checkFromIndexSize(from, count, length);
    byte[] source = bytes;
    int at = from;
    for (int next = 0; at >= source.length && next < more.length; next++) {
      at -= source.length;
      source = more[next];
    }
    if (count > source.length - at) {
      return false;
    }
    reader.read(source, at);
    return true;
  }

  /** The U256 that begins at byte {@code at}, 0 being the first of the header. */
  U256 u256(int at) {
    if (more.length == 0) {
      return U256.ofWire(bytes, at);
    }
    byte[] copy = new byte[U256.LENGTH];
    copyTo(at, copy, 0, copy.length);
    return U256.ofWire(copy, 0);
  }

  /** The unsigned integer of {@code count} bytes, up to 4, that begins at byte {@code at}. */
  long littleEndian(int at, int count) {
    byte[] source = bytes;
    int from = at;
    if (more.length > 0) {
      source = new byte[count];
      copyTo(at, source, 0, count);
      from = 0;
    }
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | (source[from + i] & 0xff);
    }
    return value;
  }

  /** A fresh copy of header and payload. */
  public byte[] toByteArray() {
    byte[] copy = new byte[length];
    copyTo(copy, 0);
    return copy;
  }

  /** Notes in {@code offsets}, where given, at which payload byte each field begins. */
  PayloadReader reader(String messageName, @Nullable Map<String, Integer> offsets) {
    Pieces following =
        more.length == 0 && offsets == null
            ? Pieces.NONE
            : new Pieces(more, length - bytes.length, offsets);
    return new PayloadReader(
        this, bytes, FrameHeader.LENGTH, -FrameHeader.LENGTH, following, messageName);
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Sv2Frame that) || length != that.length) {
      return false;
    }
    return (more.length == 0 && that.more.length == 0)
        ? Arrays.equals(bytes, that.bytes)
        : Arrays.equals(toByteArray(), that.toByteArray());
  }

  @Override
  public int hashCode() {
    int hash = Arrays.hashCode(bytes);
    for (byte[] piece : more) { // goes on as if it were one array
      for (byte b : piece) {
        hash = 31 * hash + b;
      }
    }
    return hash;
  }

  /** Types and length, not the content. */
  @Override
  public String toString() {
    return String.format(
        "Sv2Frame[extension_type=0x%04x, msg_type=0x%02x, msg_length=%d]",
        extensionType(), messageType(), payloadLength());
  }
}
