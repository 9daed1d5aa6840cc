package io.sv2.codec.json;

import io.sv2.codec.FieldName;
import io.sv2.codec.MessageKind;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Message;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The fields of a message's record: their names in the specification and how JSON shows them. */
final class RecordShape {
  /** Keys that are not fields. */
  private static final Set<String> RESERVED = Set.of(Sv2Json.MESSAGE, Sv2Json.TLVS, Sv2Json.FRAME);

  private final Class<?> record;
  private final String[] names;
  private final JsonType[] types;
  private final Method[] accessors;
  private final Constructor<?> constructor;

  private RecordShape(Class<?> record, RecordComponent[] components) {
    this.record = record;
    this.names = Stream.of(components).map(RecordShape::nameOf).toArray(String[]::new);
    this.types = Stream.of(components).map(RecordShape::typeOf).toArray(JsonType[]::new);
    this.accessors = Stream.of(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
    this.constructor = constructorOf(record, components);
    boolean accessible = constructor.trySetAccessible();
    for (Method accessor : accessors) {
      accessible &= accessor.trySetAccessible();
    }
    if (!accessible) {
      throw new IllegalArgumentException(
          record.getName() + " has to be public, or its package open to io.sv2.codec");
    }
    Set<String> taken = new HashSet<>(RESERVED);
    for (String name : names) {
      if (!taken.add(name)) {
        throw new IllegalArgumentException(
            record.getName() + ": no field, or no other, can be called " + name + " in JSON");
      }
    }
  }

  /**
   * That of {@code kind}'s record.
   *
   * @throws IllegalArgumentException when a vendor's record cannot be shown as JSON; says why
   */
  static RecordShape of(MessageKind kind) {
    Class<? extends Sv2Message> record = kind.record();
    return new RecordShape(record, record.getRecordComponents());
  }

  private static Constructor<?> constructorOf(Class<?> record, RecordComponent[] components) {
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return record.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without its constructor: " + record.getName(), e);
    }
  }

  private static String nameOf(RecordComponent component) {
    FieldName given = component.getAnnotation(FieldName.class);
    return given != null
        ? given.value()
        : component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static JsonType typeOf(RecordComponent component) {
    JsonType type = JsonType.of(component.getGenericType());
    if (type == null) {
      throw new IllegalArgumentException(
          component.getDeclaringRecord().getName()
              + "."
              + component.getName()
              + ": JSON has no form for "
              + component.getGenericType().getTypeName());
    }
    return type;
  }

  int size() {
    return names.length;
  }

  String name(int index) {
    return names[index];
  }

  JsonType type(int index) {
    return types[index];
  }

  /** Which field {@code name} is; -1 when it is none. */
  int indexOf(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  Object value(Sv2Message message, int index) {
    try {
      return accessors[index].invoke(message);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record.getName() + "." + names[index], e);
    }
  }

  /** Builds the record, which checks itself. */
  Sv2Message build(Object... values) {
    try {
      return (Sv2Message) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Sv2CodecException invalid) {
        throw invalid;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalArgumentException(e.getCause()); // how a vendor's record refuses a value
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record.getName() + " cannot be built", e);
    }
  }
}
