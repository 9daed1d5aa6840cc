package io.sv2.reactive;

import io.sv2.codec.InvalidValueException;
import io.sv2.codec.type.Str0255;
import java.time.Duration;

/** Checks of configured bounds. */
public final class Limits {
  private static final Duration LONGEST = Duration.ofDays(100 * 365);

  private Limits() {}

  /** A count that must be 1 or more. */
  public static void positive(String name, int value) {
    inRange(name, value, 1, Integer.MAX_VALUE);
  }

  /** A number between two others, both included. */
  public static void inRange(String name, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      String range =
          highest == Integer.MAX_VALUE ? "from " + lowest + " up" : lowest + " to " + highest;
      throw new IllegalArgumentException(name + ": " + range + ", not " + value);
    }
  }

  /** A time that must be longer than nothing and no more than a hundred years. */
  public static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + ": longer than nothing and at most a hundred years, not " + value);
    }
  }

  /** A set of 32 flags. */
  static void flags(String name, long value) {
    inRange(name, value, 0, 0xffff_ffffL);
  }

  /** A text of at most 255 bytes of UTF-8. */
  static void text(String name, String value) {
    try {
      Str0255.of(value);
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}
