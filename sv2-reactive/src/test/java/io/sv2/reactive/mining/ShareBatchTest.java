package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.U256;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShareBatchTest {
  private static final BigInteger DIFFICULTY_1 = BigInteger.valueOf(0xffff).shiftLeft(208);

  /** Exact for powers of two. */
  private static U256 targetOfDifficulty(int power) {
    return U256.of(DIFFICULTY_1.shiftRight(power));
  }

  @Test
  void emptyUntilTheFirstShareAndFullWithTheLast() {
    ShareBatch batch = new ShareBatch(2, Duration.ofMinutes(1));
    assertThat(batch.isEmpty()).isTrue();
    assertThat(batch.isFull()).isFalse();
    batch.add(1, Target.difficulty(targetOfDifficulty(0)), 0);
    assertThat(batch.isEmpty()).isFalse();
    assertThat(batch.isFull()).isFalse();
    batch.add(2, Target.difficulty(targetOfDifficulty(0)), 0);
    assertThat(batch.isFull()).isTrue();
  }

  /** As section 5.3.13 draws it: ten shares, and a harder target in the middle of them. */
  @Test
  void eachShareAddsTheDifficultyItWasAcceptedAt() {
    ShareBatch batch = new ShareBatch(10, Duration.ofMinutes(1));
    for (int i = 1; i <= 10; i++) {
      batch.add(i, Target.difficulty(targetOfDifficulty(i <= 5 ? 10 : 11)), 0);
    }
    assertThat(batch.acknowledge(7))
        .isEqualTo(new SubmitSharesSuccess(7, 10, 10, 5 * 1024 + 5 * 2048));
  }

  @Test
  void countersStartAnewWithEachBatch() {
    ShareBatch batch = new ShareBatch(2, Duration.ofMinutes(1));
    batch.add(1, Target.difficulty(targetOfDifficulty(3)), 0);
    batch.add(2, Target.difficulty(targetOfDifficulty(3)), 0);
    batch.acknowledge(7);
    assertThat(batch.isEmpty()).isTrue();
    assertThat(batch.isFull()).isFalse();
    batch.add(3, Target.difficulty(targetOfDifficulty(4)), 0);
    assertThat(batch.acknowledge(7)).isEqualTo(new SubmitSharesSuccess(7, 3, 1, 16));
  }

  /** The server need not check the client's counting, section 5.3.13. */
  @Test
  void lastSequenceNumberIsTheLastReceivedEvenWhenLower() {
    ShareBatch batch = new ShareBatch(10, Duration.ofMinutes(1));
    batch.add(0xffff_ffffL, Target.difficulty(targetOfDifficulty(0)), 0);
    batch.add(5, Target.difficulty(targetOfDifficulty(0)), 0);
    assertThat(batch.acknowledge(7)).isEqualTo(new SubmitSharesSuccess(7, 5, 2, 2));
  }

  /** Shares of CPUs are below difficulty 1: without the carry they would never add up to one. */
  @Test
  void fractionsAreCarriedToTheNextBatch() {
    U256 half = U256.of(DIFFICULTY_1.shiftLeft(1));
    ShareBatch batch = new ShareBatch(1, Duration.ofMinutes(1));
    long[] sums = new long[4];
    for (int i = 0; i < sums.length; i++) {
      batch.add(i, Target.difficulty(half), 0);
      sums[i] = batch.acknowledge(7).newSharesSum();
    }
    assertThat(sums).containsExactly(0, 1, 0, 1);
  }

  @Test
  void aSumBeyondTheFieldDoesNotReachTheNextBatch() {
    ShareBatch batch = new ShareBatch(1, Duration.ofMinutes(1));
    batch.add(1, Target.difficulty(U256.of(BigInteger.ONE)), 0);
    assertThat(batch.acknowledge(7).newSharesSum()).isNotZero();
    batch.add(2, Target.difficulty(targetOfDifficulty(5)), 0);
    assertThat(batch.acknowledge(7)).isEqualTo(new SubmitSharesSuccess(7, 2, 1, 32));
  }

  @Test
  void whatWaitsLongEnoughIsDueAlthoughItIsNotFull() {
    ShareBatch batch = new ShareBatch(10, Duration.ofSeconds(60));
    assertThat(batch.isDue(1_000_000)).isFalse();
    batch.add(1, 1, 5_000);
    batch.add(2, 1, 64_000);
    assertThat(batch.isDue(64_999)).isFalse();
    assertThat(batch.isDue(65_000)).isTrue();
    assertThat(batch.isDue(4_999)).as("the clock was set back").isTrue();
    batch.acknowledge(7);
    assertThat(batch.isDue(1_000_000)).isFalse();
  }
}
