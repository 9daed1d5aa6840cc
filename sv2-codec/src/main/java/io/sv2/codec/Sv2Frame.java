package io.sv2.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One frame: header and payload in one immutable array, as on an unencrypted wire (section 3.2).
 *
 * <p>What connections carry. Safe to share: one frame can be sent to any number of peers.
 */
public final class Sv2Frame {
  private final byte[] bytes;

  private Sv2Frame(byte[] bytes) {
    this.bytes = bytes;
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
    if ((bytes[1] & 0x80) != 0 && bytes.length < FrameHeader.LENGTH + 4) {
      throw new InvalidValueException(
          "frame", "channel_id", "a channel message begins with 4 bytes of channel id");
    }
    return new Sv2Frame(bytes);
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
    return new Sv2Frame(copy);
  }

  /** Bytes of the payload. */
  public int payloadLength() {
    return bytes.length - FrameHeader.LENGTH;
  }

  /** Bytes of header and payload. */
  public int length() {
    return bytes.length;
  }

  /** Header and payload, read-only. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Copies header and payload to {@code target} from {@code offset} on. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /** A fresh copy of header and payload. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  PayloadReader reader(String messageName, boolean recordOffsets) {
    return new PayloadReader(bytes, FrameHeader.LENGTH, bytes.length, messageName, recordOffsets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sv2Frame that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Types and length, not the content. */
  @Override
  public String toString() {
    return String.format(
        "Sv2Frame[extension_type=0x%04x, msg_type=0x%02x, msg_length=%d]",
        extensionType(), messageType(), payloadLength());
  }
}
