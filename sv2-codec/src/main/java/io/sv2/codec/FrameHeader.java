package io.sv2.codec;

/**
 * The six bytes before every payload (section 3.2).
 *
 * @param extensionType U16 as on the wire, the {@code channel_msg} bit included; 0 to 65,535
 * @param messageType U8; 0 to 255
 * @param payloadLength U24, the payload without this header; 0 to 16,777,215 bytes
 */
public record FrameHeader(int extensionType, int messageType, int payloadLength) {
  /** Bytes of a header on the wire. */
  public static final int LENGTH = 6;

  /** Largest payload that the length field can announce, in bytes. */
  public static final int MAX_PAYLOAD_LENGTH = 0xff_ffff;

  /** Bit 15 of {@code extension_type}: the payload begins with a channel id (section 3.2.1). */
  public static final int CHANNEL_MESSAGE_BIT = 0x8000;

  /**
   * Checks the ranges.
   *
   * @throws InvalidValueException when one is exceeded
   */
  public FrameHeader {
    FieldRules.u16("frame", "extension_type", extensionType);
    FieldRules.u8("frame", "msg_type", messageType);
    FieldRules.range("frame", "msg_length", payloadLength, 0, MAX_PAYLOAD_LENGTH);
  }

  /**
   * Reads six bytes from {@code offset} on.
   *
   * @throws IndexOutOfBoundsException when there are fewer
   */
  public static FrameHeader read(byte[] bytes, int offset) {
    return new FrameHeader(
        u16(bytes, offset), bytes[offset + 2] & 0xff, payloadLength(bytes, offset));
  }

  static int u16(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff) | (bytes[offset + 1] & 0xff) << 8;
  }

  static int payloadLength(byte[] bytes, int offset) {
    return u16(bytes, offset + 3) | (bytes[offset + 5] & 0xff) << 16;
  }

  /** Writes six bytes from {@code offset} on. */
  public void write(byte[] bytes, int offset) {
    bytes[offset] = (byte) extensionType;
    bytes[offset + 1] = (byte) (extensionType >>> 8);
    bytes[offset + 2] = (byte) messageType;
    bytes[offset + 3] = (byte) payloadLength;
    bytes[offset + 4] = (byte) (payloadLength >>> 8);
    bytes[offset + 5] = (byte) (payloadLength >>> 16);
  }

  /** The extension without the {@code channel_msg} bit, which its look-up ignores; 0 is core. */
  public int extension() {
    return extensionType & ~CHANNEL_MESSAGE_BIT;
  }

  /** Whether the {@code channel_msg} bit is set. */
  public boolean isChannelMessage() {
    return (extensionType & CHANNEL_MESSAGE_BIT) != 0;
  }
}
