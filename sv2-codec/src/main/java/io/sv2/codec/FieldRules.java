package io.sv2.codec;

import io.sv2.codec.type.B016M;
import io.sv2.codec.type.Str0255;
import java.util.List;

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
   * @return the elements, unmodifiable; the same list where it already is
   * @throws InvalidValueException when there are more
   */
  public static <E> List<E> sequence(String message, String field, List<E> elements, int max) {
    List<E> copy = elements instanceof PackedList ? elements : List.copyOf(elements);
    if (copy.size() > max) {
      throw new InvalidValueException(
          message, field, "at most " + max + " elements, not " + copy.size());
    }
    return copy;
  }

  /**
   * At most 65,535 elements. Where they are more than 256 KiB in all they are kept as bytes, and
   * each is made when it is asked for.
   *
   * @return the elements, unmodifiable
   * @throws InvalidValueException when there are more
   */
  public static List<B016M> transactions(String message, String field, List<B016M> elements) {
    return PackedList.OfB016M.packed(sequence(message, field, elements, 0xffff));
  }

  /**
   * At most 65,535 elements of 0 to 65,535.
   *
   * @return the elements, unmodifiable; the same list where it already is
   * @throws InvalidValueException when it is more, or one is out of range
   */
  public static List<Integer> u16Sequence(String message, String field, List<Integer> elements) {
    List<Integer> checked = sequence(message, field, elements, 0xffff);
    if (!(checked instanceof PackedList)) { // which cannot hold others
      checked.forEach(each -> u16(message, field, each));
    }
    return checked;
  }

  /**
   * At most 65,535 elements of 0 to 4,294,967,295.
   *
   * @return the elements, unmodifiable; the same list where it already is
   * @throws InvalidValueException when it is more, or one is out of range
   */
  public static List<Long> u32Sequence(String message, String field, List<Long> elements) {
    List<Long> checked = sequence(message, field, elements, 0xffff);
    if (!(checked instanceof PackedList)) { // which cannot hold others
      checked.forEach(each -> u32(message, field, each));
    }
    return checked;
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
