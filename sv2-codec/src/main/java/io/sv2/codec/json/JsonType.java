package io.sv2.codec.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Mac;
import io.sv2.codec.type.Octets;
import io.sv2.codec.type.PublicKeyX;
import io.sv2.codec.type.SignatureBytes;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the type of a record component is written as a JSON value and read back. */
abstract class JsonType {
  private static final int U64_BITS = 64;
  private static final int MAX_ELEMENTS = 0xffff;

  private static final JsonType BOOL =
      new JsonType() {
        @Override
        void write(JsonGenerator json, Object value) throws IOException {
          json.writeBoolean((boolean) value);
        }

        @Override
        Object read(JsonParser json) throws IOException {
          expect(json.currentToken().isBoolean(), "true or false");
          return json.getBooleanValue();
        }
      };

  static final JsonType INT =
      new JsonType() {
        @Override
        void write(JsonGenerator json, Object value) throws IOException {
          json.writeNumber((int) value);
        }

        @Override
        Object read(JsonParser json) throws IOException {
          BigInteger value = integer(json);
          expect(value.bitLength() < Integer.SIZE, "an integer of 32 bits");
          return value.intValue();
        }
      };

  /** U32, or U64 whose upper half is negative. */
  private static final JsonType LONG =
      new JsonType() {
        @Override
        void write(JsonGenerator json, Object value) throws IOException {
          long number = (long) value;
          if (number >= 0) {
            json.writeNumber(number);
          } else {
            json.writeNumber(new BigInteger(Long.toUnsignedString(number)));
          }
        }

        @Override
        Object read(JsonParser json) throws IOException {
          BigInteger value = integer(json);
          expect(value.signum() >= 0 && value.bitLength() <= U64_BITS, "0 to 2^64 - 1");
          return value.longValue();
        }
      };

  /** By the digits themselves: a detour over a double would round twice. */
  private static final JsonType F32 =
      new JsonType() {
        @Override
        void write(JsonGenerator json, Object value) throws IOException {
          json.writeNumber((float) value);
        }

        @Override
        Object read(JsonParser json) throws IOException {
          String text = json.getText();
          boolean special = List.of("NaN", "Infinity", "-Infinity").contains(text);
          expect(json.currentToken().isNumeric() || special, "a number");
          return Float.parseFloat(text);
        }
      };

  private static final JsonType OPTION =
      new JsonType() {
        @Override
        void write(JsonGenerator json, Object value) throws IOException {
          OptionalLong option = (OptionalLong) value;
          if (option.isPresent()) {
            LONG.write(json, option.getAsLong());
          } else {
            json.writeNull();
          }
        }

        @Override
        Object read(JsonParser json) throws IOException {
          return json.currentToken() == JsonToken.VALUE_NULL
              ? OptionalLong.empty()
              : OptionalLong.of((long) LONG.read(json));
        }
      };

  /** Text, or what is no UTF-8 as {@code {"hex":".."}}. */
  private static final JsonType TEXT =
      new JsonType() {
        @Override
        void write(JsonGenerator json, Object value) throws IOException {
          Str0255 string = (Str0255) value;
          if (string.isUtf8()) {
            json.writeString(string.text());
          } else {
            json.writeStartObject();
            json.writeStringField("hex", string.toHex());
            json.writeEndObject();
          }
        }

        @Override
        Object read(JsonParser json) throws IOException {
          if (json.currentToken() == JsonToken.VALUE_STRING) {
            Str0255 text = Str0255.of(json.getText());
            expect(text.text().equals(json.getText()), "text without halves of characters");
            return text;
          }
          String rule = "a string or {\"hex\":\"..\"}";
          expect(json.currentToken() == JsonToken.START_OBJECT, rule);
          expect("hex".equals(json.nextFieldName()), rule);
          expect(json.nextToken() == JsonToken.VALUE_STRING, rule);
          byte[] bytes = HexFormat.of().parseHex(json.getText());
          expect(json.nextToken() == JsonToken.END_OBJECT, rule);
          return Str0255.of(bytes, 0, bytes.length);
        }
      };

  static final JsonType BYTES_64K = octets(B064K::ofHex);

  private static final Map<Class<?>, JsonType> SIMPLE =
      Map.ofEntries(
          Map.entry(boolean.class, BOOL),
          Map.entry(int.class, INT),
          Map.entry(Integer.class, INT),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(float.class, F32),
          Map.entry(OptionalLong.class, OPTION),
          Map.entry(Str0255.class, TEXT),
          Map.entry(U256.class, hex(Object::toString, U256::ofHex)),
          Map.entry(B032.class, octets(B032::ofHex)),
          Map.entry(B0255.class, octets(B0255::ofHex)),
          Map.entry(B064K.class, BYTES_64K),
          Map.entry(B016M.class, octets(B016M::ofHex)),
          Map.entry(Mac.class, octets(Mac::ofHex)),
          Map.entry(PublicKeyX.class, octets(PublicKeyX::ofHex)),
          Map.entry(SignatureBytes.class, octets(SignatureBytes::ofHex)));

  abstract void write(JsonGenerator json, Object value) throws IOException;

  /** Reads the value that {@code json} stands at. */
  abstract Object read(JsonParser json) throws IOException;

  /** The one for {@code type}; null when there is none. */
  static @Nullable JsonType of(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      JsonType element = of(list.getActualTypeArguments()[0]);
      return element == null ? null : new Sequence(element);
    }
    return type instanceof Class<?> plain ? SIMPLE.get(plain) : null;
  }

  private static JsonType octets(Function<String, ? extends Octets> parse) {
    return hex(value -> ((Octets) value).toHex(), parse);
  }

  private static JsonType hex(Function<Object, String> print, Function<String, ?> parse) {
    return new JsonType() {
      @Override
      void write(JsonGenerator json, Object value) throws IOException {
        json.writeString(print.apply(value));
      }

      @Override
      Object read(JsonParser json) throws IOException {
        expect(json.currentToken() == JsonToken.VALUE_STRING, "a string of hex digits");
        return parse.apply(json.getText());
      }
    };
  }

  private static BigInteger integer(JsonParser json) throws IOException {
    expect(json.currentToken() == JsonToken.VALUE_NUMBER_INT, "an integer");
    return json.getBigIntegerValue();
  }

  private static void expect(boolean fits, String rule) {
    if (!fits) {
      throw new IllegalArgumentException(rule + " is expected here");
    }
  }

  private static final class Sequence extends JsonType {
    private final JsonType element;

    Sequence(JsonType element) {
      this.element = element;
    }

    @Override
    void write(JsonGenerator json, Object value) throws IOException {
      json.writeStartArray();
      for (Object each : (List<?>) value) {
        element.write(json, each);
      }
      json.writeEndArray();
    }

    @Override
    Object read(JsonParser json) throws IOException {
      expect(json.currentToken() == JsonToken.START_ARRAY, "an array");
      List<Object> elements = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(elements.size() < MAX_ELEMENTS, "at most " + MAX_ELEMENTS + " elements");
        elements.add(element.read(json));
      }
      return Arrays.asList(elements.toArray());
    }
  }
}
