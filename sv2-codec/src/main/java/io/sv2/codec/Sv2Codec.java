package io.sv2.codec;

import io.sv2.codec.extension.Tlv;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactionsSuccess;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.type.B016M;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    MessageKind type = message.type();
    return type instanceof MessageType known
        ? RecordTable.write(known, message, tlvs)
        : vendorFrame((VendorMessageType<?>) type, message, tlvs);
  }

  private static Sv2Frame vendorFrame(
      VendorMessageType<?> type, Sv2Message message, List<Tlv> tlvs) {
    // A copy, since the vendor's code may have kept the writer.
    Sv2Frame frame = Sv2Frame.adopt(frame(type, message, tlvs).toByteArray());
    type.check(message, frame);
    return frame;
  }

  static Sv2Frame frame(MessageKind type, Sv2Message message, List<Tlv> tlvs) {
    int appended = tlvs.isEmpty() ? 0 : lengthOf(tlvs);
    int length = message.payloadLength() + appended;
    FieldRules.range(type.specName(), "msg_length", length, 0, FrameHeader.MAX_PAYLOAD_LENGTH);
    if (length >= FrameDecoder.CHUNK && appended == 0) {
      List<B016M> last = transactions(message);
      byte[] run = last instanceof PackedList.OfB016M packed ? packed.run() : null;
      if (run != null) {
        return frameBefore(run, last, type, message, length);
      }
    }
    byte[] bytes = new byte[FrameHeader.LENGTH + length];
    writeHeader(bytes, type, length);
    PayloadWriter writer = new PayloadWriter(bytes, FrameHeader.LENGTH, null);
    message.write(writer);
    if (appended > 0) {
      append(bytes, writer.position(), tlvs);
    } else if (writer.position() != bytes.length) {
      throw wrongLength(type, writer.position(), bytes.length);
    }
    return Sv2Frame.adopt(bytes);
  }

  /** The last field of the messages that may be so long that they are not copied once more. */
  private static List<B016M> transactions(Sv2Message message) {
    if (message instanceof RequestTransactionDataSuccess answer) {
      return answer.transactionList();
    } else if (message instanceof ProvideMissingTransactionsSuccess answer) {
      return answer.transactionList();
    }
    return List.of();
  }

  /** Only what comes before the last field is written; its bytes are shared. */
  private static Sv2Frame frameBefore(
      byte[] run, List<B016M> last, MessageKind type, Sv2Message message, int length) {
    byte[] first = new byte[FrameHeader.LENGTH + length - run.length];
    writeHeader(first, type, length);
    PayloadWriter writer = new PayloadWriter(first, FrameHeader.LENGTH, last);
    message.write(writer);
    if (writer.position() != first.length) {
      throw wrongLength(type, writer.position(), first.length);
    }
    return Sv2Frame.adopt(first, List.of(run));
  }

  private static void writeHeader(byte[] frame, MessageKind type, int payloadLength) {
    int extension = type.extension();
    frame[0] = (byte) extension;
    frame[1] = (byte) (extension >>> 8 | (type.isChannelMessage() ? 0x80 : 0));
    frame[2] = (byte) type.code();
    frame[3] = (byte) payloadLength;
    frame[4] = (byte) (payloadLength >>> 8);
    frame[5] = (byte) (payloadLength >>> 16);
  }

  private static int lengthOf(List<Tlv> tlvs) {
    long length = 0;
    for (Tlv tlv : tlvs) {
      length += tlv.length();
    }
    return (int) Math.min(1 << 30, length); // no frame holds it, and sums do not overflow
  }

  private static void append(byte[] frame, int position, List<Tlv> tlvs) {
    PayloadWriter writer = new PayloadWriter(frame, position, null);
    tlvs.stream()
        .sorted(Comparator.comparingInt(Tlv::extensionType))
        .forEach(
            tlv -> {
              writer.u16(tlv.extensionType());
              writer.u8(tlv.fieldType());
              writer.prefixed16(tlv.value());
            });
    if (writer.position() != frame.length) {
      throw new IllegalStateException(
          "TLVs ended at byte " + writer.position() + " of " + frame.length);
    }
  }

  private static IllegalStateException wrongLength(MessageKind type, int written, int length) {
    return new IllegalStateException(
        type.specName() + " wrote " + written + " bytes of a frame of " + length);
  }

  /**
   * The TLVs behind the last field of {@code frame}'s message, in the order of the extensions, and
   * within one as sent; what no negotiated extension defines, what is malformed, and all but the
   * first of one kind is left out (section 3.4.3).
   *
   * @param negotiated extensions that the connection has agreed on
   * @throws Sv2CodecException when the message itself cannot be read
   */
  public static List<Tlv> tlvs(Sv2Frame frame, Set<Integer> negotiated) {
    return tlvs(frame, negotiated, MessageRegistry.standard());
  }

  /** As {@link #tlvs(Sv2Frame, Set)}, for the messages of {@code registry}. */
  public static List<Tlv> tlvs(Sv2Frame frame, Set<Integer> negotiated, MessageRegistry registry) {
    PayloadReader reader = frame.reader("TLV", null);
    if (registry.kindOf(frame) instanceof VendorMessageType<?> vendor) {
      vendor.read(reader);
    } else {
      reader.skip("payload", decode(frame).payloadLength());
    }
    List<Tlv> tlvs = new ArrayList<>();
    Set<Integer> seen = new HashSet<>(); // at most 256 for each negotiated extension
    while (reader.remaining() >= Tlv.HEADER_LENGTH) {
      int extension = reader.u16("extension_type");
      int field = reader.u8("field_type");
      int length = reader.u16("length");
      if (length > reader.remaining()) {
        break; // it claims to be longer than what there is, and nothing after it can be found
      }
      if (negotiated.contains(extension) && seen.add(extension << 8 | field)) {
        tlvs.add(new Tlv(extension, field, reader.b064K("value", length)));
      } else {
        reader.skip("value", length);
      }
    }
    tlvs.sort(Comparator.comparingInt(Tlv::extensionType)); // stable: those of one stay in order
    return List.copyOf(tlvs);
  }

  /**
   * The message in {@code frame}. Bytes after its last field are left for extensions (section
   * 3.4.3) and otherwise ignored.
   *
   * @throws UnknownTypeException when extension and type name no message of the specification
   * @throws TruncatedException when the payload ends before the fields do
   * @throws InvalidValueException when a field breaks its rule
   */
  public static Sv2Message decode(Sv2Frame frame) {
    MessageType type = MessageType.of(frame);
    try {
      return RecordTable.read(type, frame, null);
    } catch (InvalidValueException e) {
      throw e.offset() >= 0 ? e : located(type, frame, e);
    }
  }

  /** As {@link #decode(Sv2Frame)}, for the messages of {@code registry}. */
  public static Sv2Message decode(Sv2Frame frame, MessageRegistry registry) {
    if (!(registry.kindOf(frame) instanceof VendorMessageType<?> type)) {
      return decode(frame);
    }
    try {
      return type.read(frame.reader(type.specName(), null));
    } catch (InvalidValueException e) {
      throw e.offset() >= 0 ? e : located(type, frame, e);
    }
  }

  /** Reads again, this time noting offsets: only the failing path pays for them. */
  private static Sv2CodecException located(
      MessageKind kind, Sv2Frame frame, InvalidValueException first) {
    Map<String, Integer> offsets = new LinkedHashMap<>();
    try {
      if (kind instanceof VendorMessageType<?> vendor) {
        vendor.read(frame.reader(kind.specName(), offsets));
      } else {
        RecordTable.read((MessageType) kind, frame, offsets);
      }
      return first;
    } catch (InvalidValueException e) {
      if (e.getCause() != null) {
        return e;
      }
      // What a data type refuses belongs to the field that was begun last.
      String field = e.field();
      for (String begun : e.field() == null ? offsets.keySet() : Set.<String>of()) {
        field = begun;
      }
      int offset = field == null ? -1 : offsets.getOrDefault(field, -1);
      return new InvalidValueException(kind.specName(), field, offset, e.rule());
    }
  }
}
