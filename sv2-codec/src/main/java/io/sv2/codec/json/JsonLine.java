package io.sv2.codec.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sv2.codec.FrameDecoder;
import io.sv2.codec.FrameHeader;
import io.sv2.codec.InvalidJsonException;
import io.sv2.codec.InvalidValueException;
import io.sv2.codec.MessageKind;
import io.sv2.codec.MessageRegistry;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.extension.Tlv;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One line while it is read: once for what it is, once for its content. */
final class JsonLine {
  /** More than the longest record has, so that a line of keys is refused before all are read. */
  private static final int MAX_KEYS = 64;

  private static final int MAX_TLVS = 256;

  private final JsonFactory factory;
  private final MessageRegistry registry;
  private final Function<MessageKind, RecordShape> shapes;
  private final String text;
  private @Nullable String message;
  private @Nullable String field;
  private int offset = -1;
  private int keys;
  private List<Tlv> tlvs = List.of();

  JsonLine(
      JsonFactory factory,
      MessageRegistry registry,
      Function<MessageKind, RecordShape> shapes,
      String text) {
    this.factory = factory;
    this.registry = registry;
    this.shapes = shapes;
    this.text = text;
  }

  Sv2Message message() {
    String name = find(Sv2Json.MESSAGE);
    if (name == null) {
      throw new InvalidJsonException(null, Sv2Json.MESSAGE, -1, "the name of a message is needed");
    }
    MessageKind kind = registry.named(name).orElseThrow(() -> unknown(name));
    message = kind.specName();
    RecordShape shape = shapes.apply(kind);
    @Nullable Object[] values = new @Nullable Object[shape.size()];
    int[] offsets = new int[shape.size()];
    parse(json -> readFields(json, shape, values, offsets));
    return build(shape, values, offsets);
  }

  private InvalidJsonException unknown(String name) {
    String hint =
        name.equals("SetNewPrevHash")
            ? "Mining.SetNewPrevHash or TemplateDistribution.SetNewPrevHash, not "
            : "no message is called ";
    return new InvalidJsonException(null, Sv2Json.MESSAGE, offset, hint + quoted(name));
  }

  private static String quoted(String name) {
    return '"' + Str0255.printable(name) + '"';
  }

  private void readFields(
      JsonParser json, RecordShape shape, @Nullable Object[] values, int[] offsets)
      throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      field = name;
      json.nextToken();
      offset = (int) json.currentTokenLocation().getCharOffset();
      int index = shape.indexOf(name);
      if (index >= 0) {
        values[index] = shape.type(index).read(json);
        offsets[index] = offset;
      } else if (name.equals(Sv2Json.TLVS)) {
        tlvs = readTlvs(json);
      } else if (!name.equals(Sv2Json.MESSAGE)) {
        field = null;
        throw new IllegalArgumentException("there is no field " + quoted(name));
      }
    }
  }

  private static List<Tlv> readTlvs(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("an array is expected here");
    }
    List<Tlv> read = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      int extension = -1;
      int type = -1;
      B064K value = null;
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "extension_type" -> extension = (int) JsonType.INT.read(json);
          case "field_type" -> type = (int) JsonType.INT.read(json);
          case "value" -> value = (B064K) JsonType.BYTES_64K.read(json);
          default -> throw new IllegalArgumentException("a TLV has no " + quoted(name));
        }
      }
      if (value == null) {
        throw new IllegalArgumentException("a TLV has a value");
      }
      if (read.size() == MAX_TLVS) {
        throw new IllegalArgumentException("at most " + MAX_TLVS + " TLVs");
      }
      read.add(new Tlv(extension, type, value));
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new IllegalArgumentException("TLVs are objects");
    }
    return read;
  }

  private Sv2Message build(RecordShape shape, @Nullable Object[] values, int[] offsets) {
    Object[] given = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) {
        throw new InvalidJsonException(message, shape.name(i), -1, "is missing");
      }
      given[i] = value;
    }
    try {
      return shape.build(given);
    } catch (IllegalArgumentException e) {
      throw new InvalidJsonException(message, null, -1, String.valueOf(e.getMessage()));
    } catch (InvalidValueException e) {
      int index = e.field() == null ? -1 : shape.indexOf(e.field());
      throw new InvalidJsonException(message, e.field(), index < 0 ? -1 : offsets[index], e.rule());
    }
  }

  Sv2Frame frame() {
    String hex = find(Sv2Json.FRAME);
    if (hex == null) {
      Sv2Message read = message();
      return Sv2Codec.encode(read, tlvs);
    }
    field = Sv2Json.FRAME;
    if (keys > 1) {
      throw new InvalidJsonException(null, field, offset, "nothing may stand beside it");
    }
    List<Sv2Frame> frames = new ArrayList<>(1);
    FrameDecoder decoder = new FrameDecoder(FrameHeader.MAX_PAYLOAD_LENGTH);
    parse(
        json -> {
          decoder.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), frames::add);
          if (frames.size() != 1 || decoder.isMidFrame()) {
            throw new IllegalArgumentException("the bytes are not those of one frame");
          }
        });
    return frames.get(0);
  }

  /** The string under {@code key}; null when there is none. The whole line has to be one object. */
  private @Nullable String find(String key) {
    String[] found = new String[1];
    parse(
        json -> {
          keys = 0;
          for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (++keys > MAX_KEYS) {
              throw new IllegalArgumentException("at most " + MAX_KEYS + " keys");
            }
            JsonToken value = json.nextToken();
            if (name.equals(key)) {
              field = key;
              offset = (int) json.currentTokenLocation().getCharOffset();
              if (value != JsonToken.VALUE_STRING) {
                throw new IllegalArgumentException("a string is expected here");
              }
              found[0] = json.getText();
            } else {
              json.skipChildren();
            }
          }
          if (json.nextToken() != null) {
            throw new IllegalArgumentException("nothing may follow the object");
          }
        });
    return found[0];
  }

  private interface Reading {
    void of(JsonParser json) throws IOException;
  }

  /** Every failure becomes one that says where. */
  private void parse(Reading reading) {
    try (JsonParser json = factory.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("an object is expected");
      }
      reading.of(json);
    } catch (JsonProcessingException e) {
      int at = e.getLocation() == null ? -1 : (int) e.getLocation().getCharOffset();
      throw new InvalidJsonException(message, field, at, e.getOriginalMessage());
    } catch (InvalidValueException e) {
      throw new InvalidJsonException(
          message, e.field() == null ? field : e.field(), offset, e.rule());
    } catch (IllegalArgumentException e) { // of hex digits, of numbers, of ours
      throw new InvalidJsonException(message, field, offset, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("a string does not fail to be read", e);
    }
  }
}
