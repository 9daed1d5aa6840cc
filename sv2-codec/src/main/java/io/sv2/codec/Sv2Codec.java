package io.sv2.codec;

import io.sv2.codec.extension.Tlv;
import io.sv2.codec.type.B064K;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Frames to messages and back; stateless. */
public final class Sv2Codec {
  private Sv2Codec() {}

  /**
   * The frame of {@code message}.
   *
   * @throws InvalidValueException when its payload would exceed 16,777,215 bytes
   */
  public static Sv2Frame encode(Sv2Message message) {
    return encode(message, List.of());
  }

  /**
   * The frame of {@code message} with what negotiated extensions append to it, in the order of the
   * extensions (section 3.4.3); TLVs of one extension stay in theirs.
   *
   * @throws InvalidValueException when its payload would exceed 16,777,215 bytes
   */
  public static Sv2Frame encode(Sv2Message message, List<Tlv> tlvs) {
    MessageType type = message.type();
    long appended = tlvs.isEmpty() ? 0 : tlvs.stream().mapToLong(Tlv::length).sum();
    int length = (int) Math.min(Integer.MAX_VALUE, message.payloadLength() + appended);
    FieldRules.range(type.specName(), "msg_length", length, 0, FrameHeader.MAX_PAYLOAD_LENGTH);
    byte[] bytes = new byte[FrameHeader.LENGTH + length];
    type.writeHeader(bytes, length);
    PayloadWriter writer = new PayloadWriter(bytes, FrameHeader.LENGTH);
    message.write(writer);
    if (appended > 0) {
      tlvs.stream()
          .sorted(Comparator.comparingInt(Tlv::extensionType))
          .forEach(tlv -> append(writer, tlv));
    }
    if (writer.position() != bytes.length) {
      throw new IllegalStateException(
          type.specName() + " wrote " + writer.position() + " bytes of " + bytes.length);
    }
    return Sv2Frame.adopt(bytes);
  }

  private static void append(PayloadWriter writer, Tlv tlv) {
    writer.u16(tlv.extensionType());
    writer.u8(tlv.fieldType());
    writer.prefixed16(tlv.value());
  }

  /**
   * The TLVs behind the last field of {@code frame}'s message, in their order; what no negotiated
   * extension defines and what is malformed is left out (section 3.4.3).
   *
   * @param negotiated extensions that the connection has agreed on
   * @throws Sv2CodecException when the message itself cannot be read
   */
  public static List<Tlv> tlvs(Sv2Frame frame, Set<Integer> negotiated) {
    MessageType type = MessageType.of(frame);
    PayloadReader reader = frame.reader(type.specName(), false);
    type.read(reader);
    List<Tlv> tlvs = new ArrayList<>();
    while (reader.remaining() >= Tlv.HEADER_LENGTH) {
      int extension = reader.u16("extension_type");
      int field = reader.u8("field_type");
      try {
        B064K value = reader.b064K("value");
        if (negotiated.contains(extension)) {
          tlvs.add(new Tlv(extension, field, value));
        }
      } catch (TruncatedException e) {
        break; // it claims to be longer than what there is, and nothing after it can be found
      }
    }
    return List.copyOf(tlvs);
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
