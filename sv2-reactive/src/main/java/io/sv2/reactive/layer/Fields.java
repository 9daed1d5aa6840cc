package io.sv2.reactive.layer;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.extension.Tlv;
import io.sv2.codec.type.Str0255;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.StringJoiner;

/** A message's fields as a log may show them. */
final class Fields {
  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          RecordComponent[] all = type.getRecordComponents();
          return all == null ? new RecordComponent[0] : all;
        }
      };

  private Fields() {}

  static String of(Sv2Message message, List<Tlv> tlvs, Redaction redaction) {
    StringJoiner shown = new StringJoiner(", ", "[", "]");
    for (RecordComponent component : COMPONENTS.get(message.getClass())) {
      shown.add(component.getName() + "=" + show(message, component, redaction));
    }
    for (Tlv tlv : tlvs) {
      shown.add(
          String.format(
              "tlv 0x%04x/%d=%s",
              tlv.extensionType(), tlv.fieldType(), show(message, "tlv", tlv.value(), redaction)));
    }
    return shown.toString();
  }

  private static String show(Sv2Message message, RecordComponent component, Redaction redaction) {
    try {
      Method accessor = component.getAccessor();
      accessor.trySetAccessible(); // a vendor's record need not be public
      Object value = accessor.invoke(message);
      return value == null ? "null" : show(message, component.getName(), value, redaction);
    } catch (ReflectiveOperationException e) {
      return DefaultRedaction.HIDDEN;
    }
  }

  private static String show(
      Sv2Message message, String component, Object value, Redaction redaction) {
    try {
      return Str0255.printable(redaction.show(message.type(), component, value));
    } catch (RuntimeException e) { // a log line is not worth a request
      return DefaultRedaction.HIDDEN;
    }
  }
}
