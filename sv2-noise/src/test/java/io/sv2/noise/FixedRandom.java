package io.sv2.noise;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** Randomness that a test can foresee. */
public final class FixedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final byte[] seed;
  private final boolean hashed;
  private int counter;

  private FixedRandom(byte[] seed, boolean hashed) {
    this.seed = seed;
    this.hashed = hashed;
  }

  /** Another 32 bytes at each draw, the same in each run. */
  public static FixedRandom seeded(int seed) {
    return new FixedRandom(new byte[] {(byte) seed}, true);
  }

  /** The same bytes at each draw. */
  public static FixedRandom repeating(String hex) {
    return new FixedRandom(HexFormat.of().parseHex(hex), false);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    for (int from = 0; from < bytes.length; from += 32) {
      byte[] block = hashed ? next() : seed;
      System.arraycopy(block, 0, bytes, from, Math.min(block.length, bytes.length - from));
    }
  }

  private byte[] next() {
    counter++;
    return Sha256.hash(seed, new byte[] {(byte) (counter >> 8), (byte) counter});
  }

  @Override
  public String toString() {
    return "FixedRandom" + Arrays.toString(seed);
  }
}
