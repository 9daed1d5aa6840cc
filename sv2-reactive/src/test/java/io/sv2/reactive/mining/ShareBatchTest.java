package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.U256;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ShareBatchTest {
  private static final BigInteger DIFFICULTY_1 = BigInteger.valueOf(0xffff).shiftLeft(208);

  /** Exact for powers of two. */
  private static U256 targetOfDifficulty(int power) {
    return U256.of(DIFFICULTY_1.shiftRight(power));
  }

  @Test
  void emptyUntilTheFirstShareAndFullWithTheLast() {
    ShareBatch batch = new ShareBatch(2);
    assertThat(batch.isEmpty()).isTrue();
    assertThat(batch.isFull()).isFalse();
    batch.add(1, targetOfDifficulty(0));
    assertThat(batch.isEmpty()).isFalse();
    assertThat(batch.isFull()).isFalse();
    batch.add(2, targetOfDifficulty(0));
    assertThat(batch.isFull()).isTrue();
  }

  /** As section 5.3.13 draws it: ten shares, and a harder target in the middle of them. */
  @Test
  void eachShareAddsTheDifficultyItWasAcceptedAt() {
    ShareBatch batch = new ShareBatch(10);
    for (int i = 1; i <= 10; i++) {
      batch.add(i, targetOfDifficulty(i <= 5 ? 10 : 11));
    }
    assertThat(batch.acknowledge(7))
        .isEqualTo(new SubmitSharesSuccess(7, 10, 10, 5 * 1024 + 5 * 2048));
  }

  @Test
  void countersStartAnewWithEachBatch() {
    ShareBatch batch = new ShareBatch(2);
    batch.add(1, targetOfDifficulty(3));
    batch.add(2, targetOfDifficulty(3));
    batch.acknowledge(7);
    assertThat(batch.isEmpty()).isTrue();
    assertThat(batch.isFull()).isFalse();
    batch.add(3, targetOfDifficulty(4));
    assertThat(batch.acknowledge(7)).isEqualTo(new SubmitSharesSuccess(7, 3, 1, 16));
  }

  /** The server need not check the client's counting, section 5.3.13. */
  @Test
  void lastSequenceNumberIsTheLastReceivedEvenWhenLower() {
    ShareBatch batch = new ShareBatch(10);
    batch.add(0xffff_ffffL, targetOfDifficulty(0));
    batch.add(5, targetOfDifficulty(0));
    assertThat(batch.acknowledge(7)).isEqualTo(new SubmitSharesSuccess(7, 5, 2, 2));
  }

  /** Shares of CPUs are below difficulty 1: without the carry they would never add up to one. */
  @Test
  void fractionsAreCarriedToTheNextBatch() {
    U256 half = U256.of(DIFFICULTY_1.shiftLeft(1));
    ShareBatch batch = new ShareBatch(1);
    long[] sums = new long[4];
    for (int i = 0; i < sums.length; i++) {
      batch.add(i, half);
      sums[i] = batch.acknowledge(7).newSharesSum();
    }
    assertThat(sums).containsExactly(0, 1, 0, 1);
  }

  @Test
  void aSumBeyondTheFieldDoesNotReachTheNextBatch() {
    ShareBatch batch = new ShareBatch(1);
    batch.add(1, U256.of(BigInteger.ONE));
    assertThat(batch.acknowledge(7).newSharesSum()).isNotZero();
    batch.add(2, targetOfDifficulty(5));
    assertThat(batch.acknowledge(7)).isEqualTo(new SubmitSharesSuccess(7, 2, 1, 32));
  }
}
