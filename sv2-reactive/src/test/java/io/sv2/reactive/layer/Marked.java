package io.sv2.reactive.layer;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Mac;
import io.sv2.codec.type.PublicKeyX;
import io.sv2.codec.type.SignatureBytes;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Messages with a marker in every field that may hold one. */
final class Marked {
  static final String MARKER = "marker";
  static final Str0255 TEXT = Str0255.of(MARKER);
  static final long SECRET_NUMBER = 987_654_321_987L;

  private Marked() {}

  static Sv2Message record(Class<? extends Sv2Message> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<? extends Sv2Message> canonical =
          type.getDeclaredConstructor(
              Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return canonical.newInstance(
          Stream.of(components)
              .map(each -> value(type == VendorSecret.class, each.getGenericType()))
              .toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  private static Object value(boolean vendors, Type type) {
    if (type instanceof ParameterizedType of) {
      Object element = value(vendors, of.getActualTypeArguments()[0]);
      return of.getRawType() == List.class ? List.of(element) : Optional.of(element);
    } else if (type == int.class || type == Integer.class) {
      return 1;
    } else if (type == long.class || type == Long.class) {
      return vendors ? SECRET_NUMBER : 1L;
    } else if (type == float.class) {
      return 1f;
    } else if (type == boolean.class) {
      return true;
    } else if (type == OptionalLong.class) {
      return OptionalLong.of(1);
    }
    byte[] marker = MARKER.getBytes(StandardCharsets.UTF_8);
    byte[] long32 = Arrays.copyOf(marker, 32);
    if (type == Str0255.class) {
      return TEXT;
    } else if (type == U256.class) {
      return U256.ofWire(long32);
    } else if (type == B032.class) {
      return B032.of(marker);
    } else if (type == B0255.class) {
      return B0255.of(marker);
    } else if (type == B064K.class) {
      return B064K.of(marker);
    } else if (type == B016M.class) {
      return B016M.of(marker);
    } else if (type == Mac.class) {
      return Mac.of(marker);
    } else if (type == PublicKeyX.class) {
      return PublicKeyX.of(long32);
    } else if (type == SignatureBytes.class) {
      return SignatureBytes.of(Arrays.copyOf(marker, 64));
    }
    throw new AssertionError("a type that is not known here: " + type);
  }
}
