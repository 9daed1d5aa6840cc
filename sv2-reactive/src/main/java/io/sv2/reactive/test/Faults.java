package io.sv2.reactive.test;

import io.sv2.reactive.Limits;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with one direction of a connection. Bytes are counted from 0 at its beginning, the
 * handshake's included. Immutable; faults add up.
 *
 * @param delay of everything that is said; zero for none
 * @param maxPiece bytes arrive in pieces of at most so many
 * @param corrupted bytes whose lowest bit is turned over
 * @param dropFrom the first byte that is lost
 * @param dropCount how many are lost from there on
 * @param closeAt the connection breaks before this byte
 */
public record Faults(
    Duration delay,
    int maxPiece,
    Set<Long> corrupted,
    long dropFrom,
    long dropCount,
    long closeAt) {
  private static final Faults NONE =
      new Faults(Duration.ZERO, Integer.MAX_VALUE, Set.of(), 0, 0, Long.MAX_VALUE);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is exceeded
   */
  public Faults {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay: not negative, not " + delay);
    }
    Limits.positive("maxPiece", maxPiece);
    corrupted = Set.copyOf(corrupted);
    Limits.inRange("dropFrom", dropFrom, 0, Long.MAX_VALUE);
    Limits.inRange("dropCount", dropCount, 0, Long.MAX_VALUE);
    Limits.inRange("closeAt", closeAt, 0, Long.MAX_VALUE);
  }

  /** Nothing is wrong. */
  public static Faults none() {
    return NONE;
  }

  /** Everything arrives so much later. */
  public Faults delay(Duration by) {
    return new Faults(by, maxPiece, corrupted, dropFrom, dropCount, closeAt);
  }

  /** Bytes arrive in pieces of at most {@code bytes}. */
  public Faults split(int bytes) {
    return new Faults(delay, bytes, corrupted, dropFrom, dropCount, closeAt);
  }

  /** Byte {@code index} arrives damaged. */
  public Faults corrupt(long index) {
    Set<Long> more =
        Stream.concat(corrupted.stream(), Stream.of(index)).collect(Collectors.toSet());
    return new Faults(delay, maxPiece, more, dropFrom, dropCount, closeAt);
  }

  /** {@code count} bytes from {@code index} on do not arrive. */
  public Faults drop(long index, long count) {
    return new Faults(delay, maxPiece, corrupted, index, count, closeAt);
  }

  /** The connection breaks when {@code index} bytes have arrived. */
  public Faults closeAt(long index) {
    return new Faults(delay, maxPiece, corrupted, dropFrom, dropCount, index);
  }

  boolean areNone() {
    return equals(NONE);
  }

  /** What arrives of {@code bytes}, the first of which is byte {@code position}. */
  byte[] apply(byte[] bytes, long position) {
    byte[] out = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length && position + i < closeAt; i++) {
      long at = position + i;
      if (at < dropFrom || at - dropFrom >= dropCount) {
        out[length++] = corrupted.contains(at) ? (byte) (bytes[i] ^ 1) : bytes[i];
      }
    }
    return Arrays.copyOf(out, length);
  }
}
