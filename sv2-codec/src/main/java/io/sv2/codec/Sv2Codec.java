package io.sv2.codec;

/** Frames to messages and back; stateless. */
public final class Sv2Codec {
  private Sv2Codec() {}

  /**
   * The frame of {@code message}.
   *
   * @throws InvalidValueException when its payload would exceed 16,777,215 bytes
   */
  public static Sv2Frame encode(Sv2Message message) {
    MessageType type = message.type();
    int length = message.payloadLength();
    FieldRules.range(type.specName(), "msg_length", length, 0, FrameHeader.MAX_PAYLOAD_LENGTH);
    byte[] bytes = new byte[FrameHeader.LENGTH + length];
    type.writeHeader(bytes, length);
    PayloadWriter writer = new PayloadWriter(bytes, FrameHeader.LENGTH);
    message.write(writer);
    if (writer.position() != bytes.length) {
      throw new IllegalStateException(
          type.specName() + " wrote " + writer.position() + " bytes of " + bytes.length);
    }
    return Sv2Frame.adopt(bytes);
  }

  /**
   * The message in {@code frame}. Bytes after its last field are left for extensions (section
   * 3.4.3) and otherwise ignored.
   *
   * @throws UnknownTypeException when extension and type name no message known here
   * @throws TruncatedException when the payload ends before the fields do
   * @throws InvalidValueException when a field breaks its rule
   */
  public static Sv2Message decode(Sv2Frame frame) {
    MessageType type = MessageType.of(frame);
    try {
      return type.read(frame.reader(type.specName(), false));
    } catch (InvalidValueException e) {
      throw e.offset() >= 0 ? e : located(type, frame, e);
    }
  }

  /** Reads again, this time noting offsets: only the failing path pays for them. */
  private static Sv2CodecException located(
      MessageType type, Sv2Frame frame, InvalidValueException first) {
    PayloadReader recording = frame.reader(type.specName(), true);
    try {
      type.read(recording);
      return first;
    } catch (InvalidValueException e) {
      return new InvalidValueException(
          type.specName(), e.field(), recording.offsetOf(e.field()), e.rule());
    }
  }
}
