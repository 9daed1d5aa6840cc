package io.sv2.reactive.layer;

import io.sv2.codec.Sv2Message;
import java.lang.reflect.RecordComponent;
import java.util.StringJoiner;

/** A message as a log may show it: numbers and hashes, and of the rest that it is there. */
final class MessageText {
  private MessageText() {}

  static String of(Sv2Message message, Redaction redaction) {
    StringJoiner text = new StringJoiner(" ", message.type().uniqueName() + "[", "]");
    RecordComponent[] fields = message.getClass().getRecordComponents();
    if (fields == null) {
      return text.toString();
    }
    for (RecordComponent field : fields) {
      text.add(
          redaction.isShown(field.getName())
              ? field.getName() + "=" + plain(value(field, message))
              : field.getName() + "=?");
    }
    return text.toString();
  }

  private static Object value(RecordComponent field, Sv2Message message) {
    try {
      return field.getAccessor().invoke(message);
    } catch (ReflectiveOperationException e) {
      return "not accessible"; // a vendor's record that is not public
    }
  }

  /** Whoever shows a peer's text does not let it write lines of its own. */
  private static String plain(Object value) {
    StringBuilder text = new StringBuilder();
    String.valueOf(value)
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                text.append(String.format("\\u%04x", c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }
}
