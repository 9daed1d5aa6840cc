package io.sv2.reactive.layer;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.MessageKind;
import io.sv2.codec.MessageType;
import io.sv2.codec.type.Octets;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** What may be shown is listed, so that a field which is new stays hidden. */
final class DefaultRedaction {
  static final String HIDDEN = "hidden";

  private static final Set<String> CODE_FIELDS = Set.of("errorCode", "reasonCode");
  private static final Set<String> KNOWN_CODES = knownCodes();

  private DefaultRedaction() {}

  static String show(MessageKind kind, String component, Object value) {
    if (value instanceof Str0255 text) {
      boolean known = CODE_FIELDS.contains(component) && KNOWN_CODES.contains(text.text());
      return known ? text.text() : bytes(text.length());
    } else if (value instanceof Octets octets) {
      return bytes(octets.length());
    } else if (value instanceof U256) {
      return bytes(U256.LENGTH);
    } else if (value instanceof byte[] array) {
      return bytes(array.length);
    } else if (value instanceof CharSequence text) {
      return text.length() + " characters";
    } else if (value instanceof Collection<?> all) {
      return all.size() + " elements";
    }
    return kind instanceof MessageType && isNumber(value) ? value.toString() : HIDDEN;
  }

  private static boolean isNumber(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Float
        || value instanceof Boolean
        || value instanceof Enum<?>
        || value instanceof OptionalInt
        || value instanceof OptionalLong;
  }

  private static String bytes(int length) {
    return length + " bytes";
  }

  private static Set<String> knownCodes() {
    Set<String> codes = new HashSet<>();
    try {
      for (Field field : ErrorCodes.class.getFields()) {
        if (field.get(null) instanceof String code) {
          codes.add(code);
        }
      }
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e); // they are public
    }
    return Set.copyOf(codes);
  }
}
