package io.sv2.examples.bitcoin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** The compact form of a target: one byte of length, three bytes of mantissa with a sign bit. */
final class NBits {
  static final BigInteger HASH_SPACE = BigInteger.ONE.shiftLeft(256);

  /** The easiest target, that of regtest: every second hash is a block. */
  static final long EASIEST = 0x207fffffL;

  private NBits() {}

  /**
   * The target that {@code bits} stands for.
   *
   * @throws IllegalArgumentException for a negative, zero or overflowing target
   */
  static BigInteger toTarget(long bits) {
    int size = (int) (bits >>> 24) & 0xff;
    long mantissa = bits & 0x7fffff;
    BigInteger target =
        size <= 3
            ? BigInteger.valueOf(mantissa >>> (8 * (3 - size)))
            : BigInteger.valueOf(mantissa).shiftLeft(8 * (size - 3));
    boolean negative = (bits & 0x800000) != 0;
    if (bits >>> 32 != 0 || negative || target.signum() == 0 || target.bitLength() > 256) {
      throw new IllegalArgumentException(
          "nBits %08x is no target between 1 and 2^256 - 1".formatted(bits));
    }
    return target;
  }

  /** The largest compact target that is not above {@code target}, which is at least 1. */
  static long ofTarget(BigInteger target) {
    int size = (target.bitLength() + 7) / 8;
    long mantissa =
        size <= 3
            ? target.longValueExact() << (8 * (3 - size))
            : target.shiftRight(8 * (size - 3)).longValueExact();
    if ((mantissa & 0x800000) != 0) {
      mantissa >>>= 8;
      size++;
    }
    return ((long) size << 24) | mantissa;
  }

  /** The compact target that takes {@code hashes} attempts on average, never above the easiest. */
  static long ofExpectedHashes(double hashes) {
    BigInteger wanted =
        new BigDecimal(HASH_SPACE)
            .divide(BigDecimal.valueOf(hashes), MathContext.DECIMAL128)
            .toBigInteger()
            .subtract(BigInteger.ONE);
    return ofTarget(wanted.max(BigInteger.ONE).min(toTarget(EASIEST)));
  }

  /** The attempts that a target takes on average: 2^256 / (target + 1). */
  static double expectedHashes(BigInteger target) {
    return new BigDecimal(HASH_SPACE)
        .divide(new BigDecimal(target.add(BigInteger.ONE)), MathContext.DECIMAL64)
        .doubleValue();
  }
}
