package io.sv2.reactive;

import java.time.Duration;

/** Checks of configured bounds. */
final class Limits {
  private Limits() {}

  static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + ": from 1 up, not " + value);
    }
  }

  static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + ": longer than nothing, not " + value);
    }
  }
}
