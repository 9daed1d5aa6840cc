package io.sv2.codec;

import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

/** Instances of every message: random ones, and those at both ends of every range. */
public final class Messages {
  /** How full a message is. */
  public enum Fill {
    /** Nothing in it, zero everywhere. */
    EMPTY,
    /** Anything. */
    RANDOM,
    /** The most everywhere. */
    FULL
  }

  private final Random random;

  /** The same messages for the same seed. */
  public Messages(long seed) {
    this.random = new Random(seed);
  }

  /** The records of all messages of the specification. */
  public static List<Class<? extends Sv2Message>> classes() {
    List<Class<? extends Sv2Message>> all = new ArrayList<>();
    collect(Sv2Message.class, all);
    return all;
  }

  @SuppressWarnings("unchecked")
  private static void collect(Class<?> type, List<Class<? extends Sv2Message>> into) {
    if (type.isRecord()) {
      into.add((Class<? extends Sv2Message>) type);
    } else if (type.isSealed()) {
      Stream.of(type.getPermittedSubclasses()).forEach(sub -> collect(sub, into));
    }
  }

  /** One message. */
  public Sv2Message of(Class<? extends Sv2Message> type, Fill fill) {
    try {
      RecordComponent[] components = type.getRecordComponents();
      Object[] values = new Object[components.length];
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] = value(type, components[i], fill);
      }
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  private Object value(Class<?> message, RecordComponent component, Fill fill) {
    Class<?> type = component.getType();
    String name = component.getName();
    if (type == boolean.class) {
      return fill == Fill.FULL || (fill == Fill.RANDOM && random.nextBoolean());
    } else if (type == int.class) {
      int max =
          message.getSimpleName().equals("SetupConnection") && name.equals("protocol")
              ? 255
              : 0xffff;
      return fill == Fill.EMPTY ? 0 : fill == Fill.FULL ? max : random.nextInt(max + 1);
    } else if (type == long.class) {
      return integer(isU64(name), fill);
    } else if (type == float.class) {
      return fill == Fill.EMPTY
          ? 0f
          : fill == Fill.FULL ? Float.MAX_VALUE : random.nextFloat() * (1L << 50);
    } else if (type == U256.class) {
      return u256(fill);
    } else if (type == OptionalLong.class) {
      boolean present = fill == Fill.FULL || (fill == Fill.RANDOM && random.nextBoolean());
      return present ? OptionalLong.of(integer(false, fill)) : OptionalLong.empty();
    } else if (type == Str0255.class) {
      return text(length(255, fill));
    } else if (type == B032.class) {
      return B032.of(bytes(length(32, fill)));
    } else if (type == B0255.class) {
      return B0255.of(bytes(length(255, fill)));
    } else if (type == B064K.class) {
      return B064K.of(bytes(length(0xffff, fill)));
    } else if (type == List.class) {
      return list(component, fill);
    }
    throw new AssertionError("no instances of " + type);
  }

  private static boolean isU64(String name) {
    return List.of("templateId", "coinbaseTxValueRemaining", "newSharesSum").contains(name);
  }

  private long integer(boolean u64, Fill fill) {
    long full = u64 ? -1L : FieldRules.MAX_U32;
    return fill == Fill.EMPTY ? 0 : fill == Fill.FULL ? full : random.nextLong() & full;
  }

  private U256 u256(Fill fill) {
    return fill == Fill.EMPTY
        ? U256.ZERO
        : fill == Fill.FULL ? U256.MAX : U256.of(new BigInteger(256, random));
  }

  private Object list(RecordComponent component, Fill fill) {
    Object element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    boolean merkle = component.getName().equals("merklePath");
    int count = length(element == B016M.class ? 3 : merkle ? 255 : 0xffff, fill);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (element == U256.class) {
        list.add(u256(fill));
      } else if (element == Long.class) {
        list.add(integer(false, fill));
      } else if (element == Integer.class) {
        list.add(fill == Fill.FULL ? 0xffff : random.nextInt(0x10000));
      } else if (element == B016M.class) {
        list.add(B016M.of(bytes(length(100_000, fill))));
      } else {
        throw new AssertionError("no instances of " + element);
      }
    }
    return list;
  }

  private int length(int max, Fill fill) {
    return fill == Fill.EMPTY ? 0 : fill == Fill.FULL ? max : random.nextInt(Math.min(max, 40) + 1);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private Str0255 text(int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (' ' + random.nextInt(95));
    }
    return Str0255.of(text, 0, length);
  }
}
