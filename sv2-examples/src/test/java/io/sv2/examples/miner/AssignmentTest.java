package io.sv2.examples.miner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AssignmentTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long RECEIVED = -7 * SECOND;
  private static final MiningWork WORK = Works.standard(1, Works.everyHash());

  private final Assignment assignment = new Assignment(WORK, RECEIVED);

  @Test
  void allowsNtimeToRollByWholeSecondsSinceReceipt() {
    assertThat(assignment.latestNtime(RECEIVED)).isEqualTo(Works.MIN_NTIME);
    assertThat(assignment.latestNtime(RECEIVED + SECOND - 1)).isEqualTo(Works.MIN_NTIME);
    assertThat(assignment.latestNtime(RECEIVED + 9 * SECOND)).isEqualTo(Works.MIN_NTIME + 9);
  }

  @Test
  void neverAllowsAnNtimeAbove32Bits() {
    assertThat(assignment.latestNtime(RECEIVED + (1L << 32) * SECOND)).isEqualTo(0xffff_ffffL);
  }

  @Test
  void knowsWhenTheNextSecondComes() {
    assertThat(assignment.nanosToNextNtime(RECEIVED)).isEqualTo(SECOND);
    assertThat(assignment.nanosToNextNtime(RECEIVED + 3 * SECOND + 1)).isEqualTo(SECOND - 1);
  }

  @Test
  void countsFromTheFirstReceiptUnderAnotherTarget() {
    long later = RECEIVED + 5 * SECOND;

    assertThat(assignment.next(WORK.withTarget(Works.noHash()), later).latestNtime(later))
        .isEqualTo(Works.MIN_NTIME + 5);
    assertThat(assignment.next(Works.standard(2, Works.noHash()), later).latestNtime(later))
        .isEqualTo(Works.MIN_NTIME);
  }
}
