package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A set of hashes, which need not tell apart what no work tells apart. */
class SeenSharesTest {
  private static byte[] hash(long first, long second) {
    return ByteBuffer.allocate(32)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(first)
        .putLong(second)
        .array();
  }

  /** The fewer bits are not zero, the more hashes want the same place. */
  @ParameterizedTest
  @ValueSource(ints = {64, 8, 3, 1, 0})
  void isTheSetThatItsModelIs(int bits) {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      SeenShares seen = new SeenShares();
      Set<ByteBuffer> model = new HashSet<>();
      for (int step = 0; step < 2_000; step++) {
        long first = bits == 0 ? 0 : random.nextLong() >>> (64 - bits);
        byte[] hash = hash(first << random.nextInt(2), 2L * random.nextInt(1_500) + 1);
        boolean known = model.contains(ByteBuffer.wrap(hash));
        boolean seenBefore = seen.contains(hash);
        if (random.nextBoolean()) {
          seen.add(hash);
          model.add(ByteBuffer.wrap(hash));
        }
        if (seenBefore != known || seen.size() != model.size()) {
          throw new AssertionError("seed " + seed + ", step " + step + ": known is " + known);
        }
      }
    }
  }

  @Test
  void hashesOfZerosAreHashes() {
    SeenShares seen = new SeenShares();
    assertThat(seen.contains(hash(0, 0))).isFalse();
    seen.add(hash(0, 0));
    assertThat(seen.contains(hash(0, 0))).isTrue();
    assertThat(seen.contains(hash(1, 0))).isFalse();
    assertThat(seen.contains(hash(0, 2))).isFalse();
  }

  /** Only the high ones are shaped by work: a block's are zeros. */
  @Test
  void highBytesDoNotMatter() {
    SeenShares seen = new SeenShares();
    byte[] hash = hash(5, 7);
    seen.add(hash);
    hash[31] = 1;
    assertThat(seen.contains(hash)).isTrue();
  }

  @Test
  void takesNothingBeforeTheFirstAndBetween21And43BytesAShareWhenThereAreMany() {
    SeenShares seen = new SeenShares();
    Random random = new Random(1);
    assertThat(seen.bytes()).isZero();
    for (int size = 1; size <= 20_000; size++) {
      seen.add(hash(random.nextLong(), random.nextLong()));
      assertThat(seen.bytes()).isBetween(21 * (size - 1), Math.max(256, 43 * size));
    }
  }
}
