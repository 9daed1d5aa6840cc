package io.sv2.reactive.mining;

import io.sv2.codec.type.U256;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Arithmetic on targets: the highest hash that counts. Integers throughout where it matters. */
public final class Target {
  private static final BigInteger MAX = U256.MAX.toBigInteger();
  private static final double TWO_TO_256 = 0x1p256;
  private static final double DIFFICULTY_1 = 0x1p208 * 0xffff; // as a double it is exact

  private Target() {}

  /**
   * The target at which {@code hashRate} finds {@code sharesPerMinute}: with {@code h} hashes
   * wanted a share, (2^256 - 1 - h) / (h + 1).
   *
   * @param hashRate hashes per second; finite, from 0 up
   * @param sharesPerMinute finite, above 0
   * @throws IllegalArgumentException when one is out of range
   */
  public static U256 forHashRate(double hashRate, double sharesPerMinute) {
    if (!(hashRate >= 0) || Double.isInfinite(hashRate)) {
      throw new IllegalArgumentException("hash rate: finite, from 0 up, not " + hashRate);
    }
    if (!(sharesPerMinute > 0) || Double.isInfinite(sharesPerMinute)) {
      throw new IllegalArgumentException(
          "shares per minute: finite, above 0, not " + sharesPerMinute);
    }
    double wanted = Math.min(hashRate * 60 / sharesPerMinute, MAX.doubleValue());
    BigInteger hashes = BigDecimal.valueOf(wanted).toBigInteger().min(MAX);
    BigInteger above = MAX.subtract(hashes);
    return U256.of(above.divide(hashes.add(BigInteger.ONE)));
  }

  /**
   * The target that a header's nBits stand for.
   *
   * @throws IllegalArgumentException when they stand for a negative or an overflowing number
   */
  public static U256 ofNBits(long nBits) {
    int size = (int) (nBits >>> 24) & 0xff;
    BigInteger mantissa = BigInteger.valueOf(nBits & 0x7f_ffff);
    BigInteger value =
        size <= 3 ? mantissa.shiftRight(8 * (3 - size)) : mantissa.shiftLeft(8 * (size - 3));
    if (((nBits & 0x80_0000) != 0 && value.signum() != 0) || value.bitLength() > 256) {
      throw new IllegalArgumentException(
          String.format("nBits: 0x%08x stands for no target", nBits));
    }
    return U256.of(value);
  }

  /** How much harder than difficulty 1 a target is; below 1 for what a CPU can do. */
  public static double difficulty(U256 target) {
    return DIFFICULTY_1 / Math.max(target.toDouble(), 1);
  }

  /** Hashes that a share at {@code target} takes on average. */
  public static double hashes(U256 target) {
    return TWO_TO_256 / (target.toDouble() + 1);
  }

  /** The lower, that is harder, of two targets. */
  public static U256 lower(U256 one, U256 other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
