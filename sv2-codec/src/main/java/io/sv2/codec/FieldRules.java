package io.sv2.codec;

import io.sv2.codec.type.Str0255;
import java.util.Collection;

/**
 * The range rules of fields, in one place: records call them when they are built, and since reading
 * builds records, wire and user obey the same rule.
 */
public final class FieldRules {
  /** Largest U32. */
  public static final long MAX_U32 = 0xffff_ffffL;

  private FieldRules() {}

  /**
   * 0 to 255.
   *
   * @throws InvalidValueException otherwise
   */
  public static void u8(String message, String field, int value) {
    range(message, field, value, 0, 0xff);
  }

  /**
   * 0 to 65,535.
   *
   * @throws InvalidValueException otherwise
   */
  public static void u16(String message, String field, int value) {
    range(message, field, value, 0, 0xffff);
  }

  /**
   * 0 to 4,294,967,295.
   *
   * @throws InvalidValueException otherwise
   */
  public static void u32(String message, String field, long value) {
    range(message, field, value, 0, MAX_U32);
  }

  static void range(String message, String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidValueException(message, field, min + " to " + max + ", not " + value);
    }
  }

  /**
   * At most {@code max} elements.
   *
   * @throws InvalidValueException otherwise
   */
  public static void elements(String message, String field, Collection<?> sequence, int max) {
    if (sequence.size() > max) {
      throw new InvalidValueException(
          message, field, "at most " + max + " elements, not " + sequence.size());
    }
  }

  /**
   * A hash rate: finite and not negative, in hashes per second.
   *
   * @throws InvalidValueException otherwise
   */
  public static void hashRate(String message, String field, float value) {
    if (!(value >= 0) || Float.isInfinite(value)) {
      throw new InvalidValueException(
          message, field, "a finite number of hashes per second from 0 up, not " + value);
    }
  }

  /**
   * An error or reason code: no control characters (section 3.5).
   *
   * @throws InvalidValueException otherwise
   */
  public static void code(String message, String field, Str0255 value) {
    if (value.hasControlCharacters()) {
      throw new InvalidValueException(
          message, field, "no control characters, not \"" + value + '"');
    }
  }
}
