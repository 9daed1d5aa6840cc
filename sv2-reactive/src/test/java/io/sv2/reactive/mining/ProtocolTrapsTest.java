package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NOW;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.PREFIX;
import static io.sv2.reactive.mining.TestWork.rejected;
import static io.sv2.reactive.mining.TestWork.share;
import static io.sv2.reactive.mining.TestWork.tip;
import static io.sv2.reactive.mining.TestWork.validOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where others went wrong with one channel and its coinbase: each of it by name. */
class ProtocolTrapsTest {
  private static final U256 HALF = U256.ofHex("7" + "f".repeat(63));
  private static final Tip FIRST = tip(1);
  private static final Tip SECOND = tip(2);
  private static final Tip THIRD = tip(3);

  private ServerChannel channel = channel(ChannelConfig.DEFAULT);

  private static ServerChannel channel(ChannelConfig config) {
    return new ServerChannel(1, "someone", PREFIX, 0, U256.MAX, config, NOW);
  }

  private void activate(long jobId, Tip tip) {
    channel.addFuture(jobId, TestWork.work(jobId));
    assertThat(channel.activate(jobId, tip, NTIME, NOW)).isNotNull();
  }

  private void assertValid(long jobId, Tip tip, long nonce) {
    assertThat(channel.submit(share(jobId, nonce), NOW))
        .isEqualTo(validOn(tip, share(jobId, nonce)));
  }

  @Test
  void targetBelongsToTheJobNotToTheChannel() {
    activate(1, FIRST);
    channel.setTarget(U256.ZERO); // nothing would meet it
    assertValid(1, FIRST, 5);
  }

  @Test
  void futureJobHasTheTargetOfItsActivation() {
    channel.addFuture(1, TestWork.work(1));
    channel.setTarget(HALF);
    Job job = channel.activate(1, FIRST, NTIME, NOW);
    channel.setTarget(U256.ZERO);
    assertThat(job.target().target()).isEqualTo(HALF);
  }

  @Test
  void extranoncePrefixBelongsToTheJobTooAndAFutureOneKeepsTheOneItWasSentWith() {
    activate(1, FIRST);
    channel.addFuture(2, TestWork.work(2));
    B032 other = B032.ofHex("00ff0000020000ff");
    channel.setExtranoncePrefix(other);
    assertValid(1, FIRST, 5);
    assertThat(channel.activate(2, SECOND, NTIME, NOW).extranoncePrefix()).isEqualTo(PREFIX);
    channel.addActive(3, TestWork.work(3), SECOND, NTIME, NOW);
    assertThat(channel.submit(share(3, 5), NOW))
        .isEqualTo(
            new ShareResult.Valid(
                TestWork.headerHash(share(3, 5), SECOND, other), ShareTarget.of(U256.MAX)));
  }

  @Test
  void duplicateThatIsABlockIsNotCreditedTwice() {
    Tip easy = new Tip(FIRST.prevHash(), NTIME, FIRST.nBits(), U256.MAX);
    channel.addActive(1, TestWork.work(1), easy, NTIME, NOW);
    assertThat(channel.submit(share(1, 5), NOW)).isInstanceOf(ShareResult.Block.class);
    assertThat(channel.submit(share(1, 5), NOW)).isEqualTo(rejected("duplicate-share"));
    assertThat(channel.accounting().accepted()).isEqualTo(1);
    assertThat(channel.accounting().blocks()).isEqualTo(1);
    assertThat(channel.batch().acknowledge(1).newSubmitsAcceptedCount()).isEqualTo(1);
  }

  @Test
  void blockEndsItsBatchAndTheNextBeginsWithoutIt() {
    activate(1, FIRST);
    assertValid(1, FIRST, 5);
    channel.addActive(
        2, TestWork.work(2), new Tip(FIRST.prevHash(), NTIME, FIRST.nBits(), U256.MAX), NTIME, NOW);
    channel.submit(new Share(2, 2, 77, NTIME, TestWork.VERSION, B032.EMPTY), NOW);
    assertThat(channel.batch().acknowledge(1)).isEqualTo(new SubmitSharesSuccess(1, 2, 2, 0));
    assertThat(channel.submit(share(1, 6), NOW)).isInstanceOf(ShareResult.Valid.class);
    assertThat(channel.batch().acknowledge(1).newSubmitsAcceptedCount()).isEqualTo(1);
  }

  @Test
  void duplicatesSurviveAChangeOfMinNtimeAlone() {
    activate(1, FIRST);
    assertValid(1, FIRST, 5);
    channel.addFuture(2, TestWork.work(2));
    Tip later = new Tip(FIRST.prevHash(), NTIME - 1, FIRST.nBits(), FIRST.target());
    channel.activate(2, later, NTIME - 1, NOW);
    assertThat(channel.submit(share(2, 5), NOW)).isEqualTo(rejected("duplicate-share"));
  }

  @Test
  void memoryForSeenSharesIsBoundedAndForgottenWithTheTip() {
    channel = channel(ChannelConfig.DEFAULT.withBounds(16, 3));
    activate(1, FIRST);
    for (long nonce = 1; nonce <= 3; nonce++) {
      assertValid(1, FIRST, nonce);
    }
    assertThat(channel.submit(share(1, 4), NOW)).isEqualTo(Rejection.TOO_MANY_SHARES.result());
    activate(2, SECOND);
    assertValid(2, SECOND, 4);
  }

  @Test
  void batchSizeOfZeroIsNotNever() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChannelConfig.DEFAULT.withShareBatchSize(0));
  }

  @Test
  void jobsOfTheOldTipAreStaleAndThoseBeforeItUnknown() {
    activate(1, FIRST);
    activate(2, SECOND);
    assertThat(channel.submit(share(1, 5), NOW)).isEqualTo(rejected("stale-share"));
    activate(3, THIRD);
    assertThat(channel.submit(share(2, 5), NOW)).isEqualTo(rejected("stale-share"));
    assertThat(channel.submit(share(1, 5), NOW)).isEqualTo(rejected("invalid-job-id"));
  }

  @Test
  void tipOfAnUnknownTemplateChangesNothing() {
    activate(1, FIRST);
    assertThat(channel.activate(99, SECOND, NTIME, NOW)).isNull();
    assertValid(1, FIRST, 5);
  }

  @Test
  void futureAndPastJobsAreBounded() {
    channel = channel(ChannelConfig.DEFAULT.withBounds(4, 100));
    for (long id = 1; id <= 10; id++) {
      channel.addFuture(id, TestWork.work(id));
    }
    assertThat(channel.activate(6, FIRST, NTIME, NOW)).isNull();
    assertThat(channel.activate(7, FIRST, NTIME, NOW)).isNotNull();
    for (long id = 11; id <= 14; id++) {
      channel.addActive(id, TestWork.work(id), FIRST, NTIME, NOW);
    }
    assertThat(channel.submit(share(7, 1), NOW)).isEqualTo(rejected("invalid-job-id"));
    assertValid(11, FIRST, 1);
  }

  @Test
  void rejectionsAreCountedByReasonAndThereAreFewReasons() {
    activate(1, FIRST);
    for (int i = 0; i < 1_000; i++) {
      channel.submit(share(1_000 + i, 1), NOW);
    }
    channel.submit(new Share(1, 1, 1, NTIME - 1, TestWork.VERSION, B032.EMPTY), NOW);
    assertThat(channel.accounting().rejected())
        .containsOnlyKeys(Rejection.INVALID_JOB_ID, Rejection.INVALID_SHARE)
        .containsEntry(Rejection.INVALID_JOB_ID, 1_000L);
  }

  @Test
  void twoQuickBlocksInARowDoNotStopTheChannel() {
    activate(1, FIRST);
    channel.addFuture(2, TestWork.work(2));
    channel.addFuture(3, TestWork.work(3));
    channel.activate(2, SECOND, NTIME, NOW);
    assertThat(channel.activate(3, THIRD, NTIME, NOW)).as("it ended with the tip").isNull();
    activate(3, THIRD);
    assertValid(3, THIRD, 1);
  }

  /** In the order in which they are looked for: a share with all faults has the first. */
  @Test
  void faultsAreLookedForInTheirOrder() {
    channel =
        new ServerChannel(1, "someone", B032.ofHex("0001"), 6, U256.ZERO, ChannelConfig.DEFAULT, 0);
    WorkTemplate fixed = TestWork.work(1).withFixedVersion();
    channel.addActive(1, TestWork.work(9), FIRST, NTIME, NOW);
    channel.addFuture(2, TestWork.work(2));
    channel.activate(2, SECOND, NTIME, NOW);
    channel.addActive(3, fixed, SECOND, NTIME, NOW);
    B032 wrong = B032.ofHex("00");
    B032 right = B032.ofHex("000000000000");
    long early = NTIME - 1;
    long badBits = TestWork.VERSION ^ 1;
    assertThat(channel.submit(new Share(1, 1, 1, early, badBits, wrong), NOW))
        .isEqualTo(rejected("stale-share"));
    assertThat(channel.submit(new Share(1, 9, 1, early, badBits, wrong), NOW))
        .isEqualTo(rejected("invalid-job-id"));
    assertThat(channel.submit(new Share(1, 2, 1, early, badBits, wrong), NOW))
        .isEqualTo(rejected("bad-extranonce-size"));
    assertThat(channel.submit(new Share(1, 2, 1, early, badBits, right), NOW))
        .isEqualTo(rejected("invalid-share"));
    assertThat(channel.submit(new Share(1, 2, 1, NTIME + 6, badBits, right), NOW))
        .as("a time ahead is looked at with the hash: it may be a block")
        .isEqualTo(rejected("invalid-non-rollable-version-bit"));
    assertThat(channel.submit(new Share(1, 2, 1, NTIME, badBits, right), NOW))
        .isEqualTo(rejected("invalid-non-rollable-version-bit"));
    long rolled = TestWork.VERSION ^ 0x20;
    assertThat(channel.submit(new Share(1, 3, 1, NTIME, rolled, right), NOW))
        .isEqualTo(rejected("version-rolling-not-allowed"));
    assertThat(channel.submit(new Share(1, 2, 1, NTIME, rolled, right), NOW))
        .isEqualTo(rejected("difficulty-too-low"));
  }

  /** A miner's clock, or its rolling of the time, costs it a share, but nobody a block. */
  @Test
  void blockWhoseTimeIsAheadIsABlock() {
    Tip easy = new Tip(FIRST.prevHash(), NTIME, FIRST.nBits(), U256.MAX);
    channel.addActive(1, TestWork.work(1), easy, NTIME, NOW);
    Share ahead = new Share(1, 1, 1, NTIME + 100, TestWork.VERSION, B032.EMPTY);
    assertThat(channel.submit(ahead, NOW)).isInstanceOf(ShareResult.Block.class);
    Share farAhead = new Share(1, 1, 1, NTIME + 3 * 3_600, TestWork.VERSION, B032.EMPTY);
    assertThat(channel.submit(farAhead, NOW)).isEqualTo(rejected("invalid-share"));
    activate(2, SECOND);
    Share share = new Share(1, 2, 1, NTIME + 100, TestWork.VERSION, B032.EMPTY);
    assertThat(channel.submit(share, NOW)).isEqualTo(rejected("invalid-share"));
  }

  /** A job that came later has a later least time (section 5.3.15), its tip allows what it did. */
  @Test
  void blockWhoseTimeIsBehindItsJobIsABlock() {
    Tip easy = new Tip(FIRST.prevHash(), NTIME, FIRST.nBits(), U256.MAX);
    channel.addActive(1, TestWork.work(1), easy, NTIME + 30, NOW);
    Share behind = new Share(1, 1, 1, NTIME, TestWork.VERSION, B032.EMPTY);
    assertThat(channel.submit(behind, NOW)).isInstanceOf(ShareResult.Block.class);
    assertThat(channel.submit(behind, NOW)).isEqualTo(rejected("duplicate-share"));
    Share before = new Share(1, 1, 1, NTIME - 1, TestWork.VERSION, B032.EMPTY);
    assertThat(channel.submit(before, NOW)).isEqualTo(rejected("invalid-share"));
    channel.addActive(2, TestWork.work(2), FIRST, NTIME + 30, NOW);
    Share share = new Share(1, 2, 1, NTIME + 29, TestWork.VERSION, B032.EMPTY);
    assertThat(channel.submit(share, NOW)).isEqualTo(rejected("invalid-share"));
  }

  // ---- targets

  @ParameterizedTest
  @CsvSource({"0, 1", "1e30, 1", "3.4e38, 1e-9", "1e12, 1e9"})
  void targetOfAnyHashRateIsWithinItsBounds(double hashRate, double sharesPerMinute) {
    TargetPolicy policy = new TargetPolicy(sharesPerMinute, 1e6);
    U256 floor = Target.forHashRate(1e6, sharesPerMinute);
    assertThat(policy.target(hashRate, U256.MAX)).isLessThanOrEqualTo(floor);
    assertThat(policy.target(hashRate, U256.of(BigInteger.TEN)))
        .isLessThanOrEqualTo(U256.of(BigInteger.TEN));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 6, 600, 1_000_000_007L})
  void targetIsTheFormulaToTheLastBit(long wanted) {
    BigInteger max = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    BigInteger hashes = BigInteger.valueOf(wanted);
    assertThat(Target.forHashRate((double) wanted, 60))
        .isEqualTo(U256.of(max.subtract(hashes).divide(hashes.add(BigInteger.ONE))));
  }

  // ---- coinbase

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 41, 46})
  void partsTooShortToStripAreAnErrorOfTheirOwn(int length) {
    byte[] prefix = TestWork.coinbase().prefix();
    byte[] shorter = Arrays.copyOf(prefix, length);
    assertThatExceptionOfType(InvalidCoinbaseException.class)
        .isThrownBy(() -> Coinbase.ofParts(shorter, new byte[0], 8));
    assertThatExceptionOfType(InvalidCoinbaseException.class)
        .isThrownBy(() -> Coinbase.ofParts(prefix, new byte[length / 6], 8));
  }

  @Test
  void partsAreStrippedAndPutTogetherAgain() {
    byte[] whole = TestWork.coinbase().whole(new byte[8]);
    int gap = TestWork.coinbase().prefix().length + 2; // marker and flag
    Coinbase parsed =
        Coinbase.ofParts(
            Arrays.copyOf(whole, gap), Arrays.copyOfRange(whole, gap + 8, whole.length), 8);
    assertThat(parsed.prefix()).isEqualTo(TestWork.coinbase().prefix());
    assertThat(parsed.suffix()).isEqualTo(TestWork.coinbase().suffix());
    assertThat(parsed.whole(new byte[8])).isEqualTo(whole);
  }

  @Test
  void coinbaseWithTwoInputsIsRefused() {
    byte[] prefix = TestWork.coinbase().prefix();
    prefix[4] = 2;
    assertThatExceptionOfType(InvalidCoinbaseException.class)
        .isThrownBy(() -> Coinbase.ofParts(prefix, TestWork.coinbase().suffix(), 8))
        .withMessageContaining("one input, not 2");
  }

  @Test
  void coinbaseThatSpendsSomethingIsRefused() {
    byte[] prefix = TestWork.coinbase().prefix();
    prefix[20] = 1;
    assertThatExceptionOfType(InvalidCoinbaseException.class)
        .isThrownBy(() -> Coinbase.ofParts(prefix, TestWork.coinbase().suffix(), 8))
        .withMessageContaining("spends");
  }

  @Test
  void reservedWitnessWithoutACommitmentIsRefused() {
    byte[] whole = TestWork.coinbase().whole(new byte[8]);
    int gap = TestWork.coinbase().prefix().length + 2;
    byte[] suffix = Arrays.copyOfRange(whole, gap + 8, whole.length);
    for (int i = 0; i < suffix.length - 4; i++) {
      if (suffix[i] == 0x6a && suffix[i + 2] == (byte) 0xaa) {
        suffix[i + 2] = 0; // it commits to nothing now
      }
    }
    assertThatExceptionOfType(InvalidCoinbaseException.class)
        .isThrownBy(() -> Coinbase.ofParts(Arrays.copyOf(whole, gap), suffix, 8))
        .withMessageContaining("witness");
  }

  @Test
  void coinbaseWithoutACommitmentGetsNoWitness() {
    Coinbase genesis = RealBlock.GENESIS.splitCoinbase();
    assertThat(genesis.commitsToWitnesses()).isFalse();
    assertThat(genesis.whole(RealBlock.GENESIS.extranonce().toByteArray()))
        .isEqualTo(TestWork.hex(RealBlock.GENESIS.coinbase()));
  }

  @Test
  void lateShareOfACustomJobDoesNotStopTheChannel() {
    channel = channel(ChannelConfig.DEFAULT.withLateShareGrace(Duration.ofSeconds(2)));
    channel.addCustom(1, TestWork.work(1), FIRST, NTIME, NOW, NOW);
    channel.addCustom(2, TestWork.work(2), SECOND, NTIME, NOW, NOW);
    assertValid(1, FIRST, 1);
    assertThat(channel.submit(share(1, 2), NOW + 2_000)).isEqualTo(rejected("stale-share"));
    assertValid(2, SECOND, 1);
    channel.addCustom(3, TestWork.work(3), THIRD, NTIME, NOW, NOW);
    assertThat(channel.submit(share(1, 3), NOW)).isEqualTo(rejected("invalid-job-id"));
    assertValid(3, THIRD, 1);
  }

  /** It was declared and checked first: by now miners have rolled the time on. */
  @Test
  void timeOfACustomJobHasGoneOnBeforeItWasSet() {
    channel.addCustom(1, TestWork.work(1), FIRST, NTIME - 60, NOW - 60_000, NOW);
    for (long ntime : new long[] {NTIME - 60, NTIME, NTIME + 5}) {
      Share share = new Share(1, 1, ntime, ntime, TestWork.VERSION, B032.EMPTY);
      assertThat(channel.submit(share, NOW)).isInstanceOf(ShareResult.Valid.class);
    }
    for (long ntime : new long[] {NTIME - 61, NTIME + 6}) {
      Share share = new Share(1, 1, ntime, ntime, TestWork.VERSION, B032.EMPTY);
      assertThat(channel.submit(share, NOW)).isEqualTo(rejected("invalid-share"));
    }
  }

  /** Two tips of one height, and work on the first again. */
  @Test
  void reorganisationAndBackMakesNoShareNew() {
    activate(1, FIRST);
    assertValid(1, FIRST, 5);
    activate(2, SECOND);
    assertValid(2, SECOND, 5);
    activate(3, FIRST);
    assertThat(channel.submit(share(3, 5), NOW)).isEqualTo(rejected("duplicate-share"));
    assertValid(3, FIRST, 6);
    activate(4, SECOND);
    assertThat(channel.submit(share(4, 5), NOW)).isEqualTo(rejected("duplicate-share"));
  }

  /** Or it would be credited for its shares and for its blocks, which are the same hashes. */
  @Test
  void targetBelowTheNetworksEarnsNoMoreThanTheWorkThatWasDone() {
    U256 hash = TestWork.headerHash(share(1, 5), FIRST, PREFIX);
    U256 above = U256.of(hash.toBigInteger().shiftLeft(1).min(U256.MAX.toBigInteger()));
    Tip easy = new Tip(FIRST.prevHash(), NTIME, FIRST.nBits(), above);
    channel.setTarget(hash);
    channel.addActive(1, TestWork.work(1), easy, NTIME, NOW);
    ShareResult.Block block = (ShareResult.Block) channel.submit(share(1, 5), NOW);
    assertThat(block.target()).isEqualTo(ShareTarget.of(above));
    assertThat(channel.accounting().difficulty()).isEqualTo(Target.difficulty(above));
  }

  @Test
  void promisedCustomJobOutlivesThePoolsOwn() {
    channel.addCustom(1, TestWork.customWork(), FIRST, NTIME, NOW, NOW);
    for (long id = 2; id <= 50; id++) {
      channel.addActive(id, TestWork.work(id), FIRST, NTIME, NOW);
    }
    assertThat(channel.submit(share(1, 5), NOW)).isInstanceOf(ShareResult.Valid.class);
    assertThat(channel.submit(share(50, 6), NOW)).isInstanceOf(ShareResult.Valid.class);
    assertThat(channel.submit(share(35, 7), NOW)).isEqualTo(rejected("invalid-job-id"));
  }
}
