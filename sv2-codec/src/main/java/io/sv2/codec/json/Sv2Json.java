package io.sv2.codec.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.sv2.codec.FrameHeader;
import io.sv2.codec.MessageKind;
import io.sv2.codec.MessageRegistry;
import io.sv2.codec.MessageType;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.VendorMessageType;
import io.sv2.codec.extension.Tlv;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Messages as lines of JSON and back, for logs, tests and tools.
 *
 * <p>{@code {"message":"SetTarget","channel_id":1,"maximum_target":"00..ff"}}: the message's unique
 * name, then its fields under the specification's names. Integers and F32 are numbers, BOOL is true
 * or false, OPTION its value or null, sequences are arrays. U256 is written as a number of 64 hex
 * digits, most significant first, the way explorers show hashes; byte arrays are hex in wire order;
 * strings are strings, or {@code {"hex":".."}} where their bytes are no UTF-8. TLVs follow as
 * {@code "tlvs":[{"extension_type":2,"field_type":1,"value":".."}]}. A frame that holds no known
 * message is {@code {"frame":".."}}, header and payload. A message that was written reads back
 * equal, with the same bytes.
 *
 * <p>Immutable and safe for use by several threads. Not made for hot paths.
 */
public final class Sv2Json {
  static final String MESSAGE = "message";
  static final String TLVS = "tlvs";
  static final String FRAME = "frame";

  private static final int MAX_DEPTH = 8;
  private static final int MAX_NAME = 64;
  private static final int MAX_HEX = 2 * (FrameHeader.LENGTH + FrameHeader.MAX_PAYLOAD_LENGTH);

  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names of a peer's choice must not stay in a table for as long as the JVM lives.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_HEX)
                  .maxNameLength(MAX_NAME)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  private static final Sv2Json STANDARD = new Sv2Json(MessageRegistry.standard());

  private final MessageRegistry registry;
  private final Map<MessageKind, RecordShape> shapes;

  private Sv2Json(MessageRegistry registry) {
    this.registry = registry;
    Map<MessageKind, RecordShape> all = new HashMap<>();
    for (MessageType type : MessageType.values()) {
      all.put(type, RecordShape.of(type));
    }
    for (VendorMessageType<?> type : registry.vendorTypes()) {
      all.put(type, RecordShape.of(type));
    }
    this.shapes = Map.copyOf(all);
  }

  /** For the messages of the specification. */
  public static Sv2Json standard() {
    return STANDARD;
  }

  /**
   * For the messages of {@code registry}. Vendors' records have to be public or their package open
   * to {@code io.sv2.codec}, and to consist of the types that this specification's records do.
   *
   * @throws IllegalArgumentException when a vendor's record cannot be shown as JSON; says why
   */
  public static Sv2Json of(MessageRegistry registry) {
    return new Sv2Json(registry);
  }

  /**
   * One line for {@code message}.
   *
   * @throws IllegalArgumentException when it is a vendor's that is not registered
   */
  public String write(Sv2Message message) {
    return write(message, List.of());
  }

  /**
   * One line for {@code message} and the TLVs behind it.
   *
   * @throws IllegalArgumentException when it is a vendor's that is not registered
   */
  public String write(Sv2Message message, List<Tlv> tlvs) {
    RecordShape shape = shape(message.type());
    return line(
        json -> {
          json.writeStringField(MESSAGE, message.type().uniqueName());
          for (int i = 0; i < shape.size(); i++) {
            json.writeFieldName(shape.name(i));
            shape.type(i).write(json, shape.value(message, i));
          }
          if (!tlvs.isEmpty()) {
            json.writeArrayFieldStart(TLVS);
            for (Tlv tlv : tlvs) {
              json.writeStartObject();
              json.writeNumberField("extension_type", tlv.extensionType());
              json.writeNumberField("field_type", tlv.fieldType());
              json.writeStringField("value", tlv.value().toHex());
              json.writeEndObject();
            }
            json.writeEndArray();
          }
        });
  }

  /**
   * One line for {@code frame}: its message and the TLVs of negotiated extensions, or the bytes
   * where they are no message that is known here. What else stands behind a message is left out.
   */
  public String write(Sv2Frame frame, Set<Integer> negotiated) {
    Sv2Message message;
    try {
      message = Sv2Codec.decode(frame, registry);
    } catch (Sv2CodecException e) { // the bytes say it better than an error would
      String hex = HexFormat.of().formatHex(frame.toByteArray());
      return line(json -> json.writeStringField(FRAME, hex));
    }
    return write(message, Sv2Codec.tlvs(frame, negotiated, registry));
  }

  /**
   * The message of a line.
   *
   * @throws Sv2CodecException when it holds none; says where and why
   */
  public Sv2Message read(String line) {
    return new JsonLine(JSON, registry, this::shape, line).message();
  }

  /**
   * The frame of a line: of its message with its TLVs, or of its bytes.
   *
   * @throws Sv2CodecException when it holds none; says where and why
   */
  public Sv2Frame readFrame(String line) {
    return new JsonLine(JSON, registry, this::shape, line).frame();
  }

  private RecordShape shape(MessageKind kind) {
    RecordShape shape = shapes.get(kind);
    if (shape == null) {
      throw new IllegalArgumentException(kind + " is not registered");
    }
    return shape;
  }

  private interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static String line(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      content.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("a StringWriter does not fail", e);
    }
    return text.toString();
  }
}
