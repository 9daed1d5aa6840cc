package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NOW;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.PREFIX;
import static io.sv2.reactive.mining.TestWork.VERSION;
import static io.sv2.reactive.mining.TestWork.rejected;
import static io.sv2.reactive.mining.TestWork.share;
import static io.sv2.reactive.mining.TestWork.tip;
import static io.sv2.reactive.mining.TestWork.validOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a client mines, and how it judges what it has found. */
class ClientChannelTest {
  private static final long ID = 2;
  private static final long GROUP = 1;
  private static final U256 HALF = U256.ofHex("7" + "f".repeat(63));
  private static final OptionalLong FUTURE = OptionalLong.empty();
  private static final OptionalLong AT_ONCE = OptionalLong.of(NTIME);

  private final ClientChannel standard = standard(Duration.ZERO);

  private static ClientChannel standard(Duration grace) {
    return ClientChannel.of(
        new OpenStandardMiningChannelSuccess(9, ID, U256.MAX, PREFIX, GROUP),
        true,
        ChannelConfig.DEFAULT.withLateShareGrace(grace));
  }

  private static ClientChannel extended() {
    return ClientChannel.of(
        new OpenExtendedMiningChannelSuccess(9, ID, U256.MAX, 3, B032.ofHex("0001000002"), GROUP),
        true,
        ChannelConfig.DEFAULT);
  }

  private static NewMiningJob job(long jobId, OptionalLong minNtime) {
    return TestPool.standardJob(ID, jobId, minNtime, PREFIX);
  }

  private static SetNewPrevHash prevHash(long jobId, long tip) {
    return new SetNewPrevHash(ID, jobId, tip(tip).prevHash(), NTIME, tip(tip).nBits());
  }

  @Test
  void futureJobIsMinedWhenItsTipComes() {
    assertThat(standard.job(job(5, FUTURE), NOW)).isEmpty();
    assertThat(standard.current()).isNull();
    assertThat(standard.check(share(5, 1), NOW)).isEqualTo(rejected("invalid-job-id"));
    Job mined = standard.tip(prevHash(5, 1), NOW).orElseThrow();
    assertThat(mined.id()).isEqualTo(5);
    assertThat(mined.tip())
        .isEqualTo(
            new Tip(
                tip(1).prevHash(),
                NTIME,
                tip(1).nBits(),
                U256.ofHex("0000000100" + "00".repeat(27)))); // of nBits 0x1d010000
    assertThat(mined.minNtime()).isEqualTo(NTIME);
    assertThat(standard.current()).isSameAs(mined);
    assertThat(standard.check(share(5, 1), NOW)).isEqualTo(validOn(tip(1), share(5, 1)));
  }

  @Test
  void extendedJobIsMinedWithTheExtranonceThatItsClientRolls() {
    ClientChannel channel = extended();
    channel.job(TestPool.futureJob(ID, 5), NOW);
    assertThat(channel.tip(prevHash(5, 1), NOW)).isPresent();
    Share share = new Share(1, 5, 1, NTIME, VERSION, B032.ofHex("a1b2c3"));
    assertThat(channel.check(share, NOW))
        .isEqualTo(
            new ShareResult.Valid(
                TestWork.headerHash(share, tip(1), B032.ofHex("0001000002")),
                ShareTarget.of(U256.MAX)));
    assertThat(channel.check(share, NOW)).isEqualTo(rejected("duplicate-share"));
    assertThat(channel.check(share(5, 1), NOW)).isEqualTo(rejected("bad-extranonce-size"));
  }

  @Test
  void groupsJobIsMinedOnAStandardChannelWithItsPrefix() {
    standard.job(TestPool.futureJob(GROUP, 5), NOW);
    standard.tip(prevHash(5, 1), NOW);
    assertThat(standard.check(share(5, 1), NOW)).isEqualTo(validOn(tip(1), share(5, 1)));
  }

  @Test
  void jobWithATimeIsMinedAtOnceAndTheOneBeforeStillCounts() {
    standard.job(job(5, FUTURE), NOW);
    standard.tip(prevHash(5, 1), NOW);
    Job better = standard.job(job(6, AT_ONCE), NOW + 1_000).orElseThrow();
    assertThat(standard.current()).isSameAs(better);
    assertThat(better.activeSince()).isEqualTo(NOW + 1_000);
    assertThat(standard.check(share(5, 1), NOW)).isEqualTo(validOn(tip(1), share(5, 1)));
    assertThat(standard.check(share(6, 2), NOW)).isEqualTo(validOn(tip(1), share(6, 2)));
  }

  /** It builds on what nobody has told. */
  @Test
  void jobWithATimeWaitsForTheFirstTip() {
    assertThat(standard.job(job(5, AT_ONCE), NOW)).isEmpty();
    assertThat(standard.current()).isNull();
    assertThat(standard.tip(prevHash(5, 1), NOW)).isPresent();
  }

  @Test
  void aTipOfAnUnknownJobLeavesNothingToMine() {
    standard.job(job(5, FUTURE), NOW);
    standard.job(job(6, FUTURE), NOW);
    standard.tip(prevHash(5, 1), NOW);
    assertThat(standard.tip(prevHash(77, 2), NOW)).isEmpty();
    assertThat(standard.current()).isNull();
    assertThat(standard.check(share(5, 1), NOW)).isEqualTo(rejected("stale-share"));
    assertThat(standard.check(share(6, 1), NOW)).isEqualTo(rejected("invalid-job-id"));
    assertThat(standard.job(job(7, AT_ONCE), NOW)).isPresent();
    assertThat(standard.check(share(7, 1), NOW)).isEqualTo(validOn(tip(2), share(7, 1)));
  }

  /** An active job is not what a tip can name (section 5.3.17). */
  @Test
  void otherJobsEndWithATip() {
    standard.job(job(5, FUTURE), NOW);
    standard.tip(prevHash(5, 1), NOW);
    standard.job(job(6, FUTURE), NOW);
    standard.job(job(7, FUTURE), NOW);
    standard.tip(prevHash(6, 2), NOW);
    assertThat(standard.tip(prevHash(7, 3), NOW)).isEmpty();
    standard.job(job(8, FUTURE), NOW);
    standard.tip(prevHash(8, 4), NOW);
    assertThat(standard.tip(prevHash(8, 5), NOW)).isEmpty();
  }

  @Test
  void graceIsTheClientsOwn() {
    ClientChannel channel = standard(Duration.ofSeconds(2));
    channel.job(job(5, FUTURE), NOW);
    channel.tip(prevHash(5, 1), NOW);
    channel.tip(prevHash(77, 2), NOW);
    assertThat(channel.check(share(5, 1), NOW + 1_999)).isEqualTo(validOn(tip(1), share(5, 1)));
    assertThat(channel.check(share(5, 2), NOW + 2_000)).isEqualTo(rejected("stale-share"));
  }

  /** Or the share of one would be sent as the other's, to be refused. */
  @Test
  void aTipToldAgainDoesNotMakeSharesNew() {
    standard.job(job(5, FUTURE), NOW);
    standard.job(job(6, FUTURE), NOW);
    standard.tip(prevHash(5, 1), NOW);
    assertThat(standard.check(share(5, 1), NOW)).isEqualTo(validOn(tip(1), share(5, 1)));
    standard.tip(prevHash(77, 1), NOW);
    standard.job(job(8, FUTURE), NOW);
    standard.tip(prevHash(8, 1), NOW);
    assertThat(standard.check(share(8, 1), NOW)).isEqualTo(rejected("duplicate-share"));
  }

  @Test
  void newTargetIsForFutureAndLaterJobsOnly() {
    standard.job(job(5, FUTURE), NOW);
    standard.tip(prevHash(5, 1), NOW);
    standard.job(job(6, FUTURE), NOW);
    standard.setTarget(HALF);
    assertThat(standard.target()).isEqualTo(HALF);
    assertThat(standard.current().target()).isEqualTo(ShareTarget.of(U256.MAX));
    assertThat(standard.job(job(7, AT_ONCE), NOW).orElseThrow().target())
        .isEqualTo(ShareTarget.of(HALF));
    assertThat(standard.tip(prevHash(6, 2), NOW).orElseThrow().target())
        .isEqualTo(ShareTarget.of(HALF));
  }

  @Test
  void newPrefixIsForLaterJobsOnly() {
    B032 changed = B032.ofHex("ffff000002000000");
    standard.job(TestPool.futureJob(GROUP, 5), NOW);
    standard.setExtranoncePrefix(changed);
    standard.job(TestPool.futureJob(GROUP, 6), NOW);
    assertThat(standard.extranoncePrefix()).isEqualTo(changed);
    assertThat(standard.tip(prevHash(5, 1), NOW).orElseThrow().extranoncePrefix())
        .isEqualTo(PREFIX);
    assertThat(standard.check(share(5, 1), NOW)).isEqualTo(validOn(tip(1), share(5, 1)));
    Job later = standard.job(TestPool.job(GROUP, 7, AT_ONCE), NOW).orElseThrow();
    assertThat(later.extranoncePrefix()).isEqualTo(changed);
    assertThat(standard.check(share(7, 1), NOW))
        .isEqualTo(
            new ShareResult.Valid(
                TestWork.headerHash(share(7, 1), tip(1), changed), ShareTarget.of(U256.MAX)));
  }

  @Test
  void versionsAreRolledWhereTheServerLetsThem() {
    ClientChannel fixed =
        ClientChannel.of(
            new OpenStandardMiningChannelSuccess(9, ID, U256.MAX, PREFIX, GROUP),
            false,
            ChannelConfig.DEFAULT);
    Share rolled = new Share(1, 5, 1, NTIME, VERSION ^ 0x20, B032.EMPTY);
    for (ClientChannel channel : new ClientChannel[] {standard, fixed}) {
      channel.job(job(5, FUTURE), NOW);
      channel.tip(prevHash(5, 1), NOW);
    }
    assertThat(standard.check(rolled, NOW)).isEqualTo(validOn(tip(1), rolled));
    assertThat(fixed.check(rolled, NOW)).isEqualTo(rejected("version-rolling-not-allowed"));
  }

  @Test
  void nBitsThatStandForNoTargetChangeNothing() {
    standard.job(job(5, FUTURE), NOW);
    standard.tip(prevHash(5, 1), NOW);
    standard.job(job(6, FUTURE), NOW);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> standard.tip(new SetNewPrevHash(ID, 6, U256.MAX, NTIME, 0xff7f_ffffL), NOW));
    assertThat(standard.check(share(5, 1), NOW)).isEqualTo(validOn(tip(1), share(5, 1)));
    assertThat(standard.tip(prevHash(6, 2), NOW)).isPresent();
  }

  @Test
  void answersAreCounted() {
    standard.accepted(new SubmitSharesSuccess(ID, 10, 10, 1_000));
    standard.accepted(new SubmitSharesSuccess(ID, 12, 2, 5));
    assertThat(standard.acknowledged()).isEqualTo(12);
    assertThat(standard.acknowledgedDifficulty()).isEqualTo(1_005);
    for (int i = 0; i < 100; i++) {
      standard.refused(new SubmitSharesError(ID, i, Str0255.of("invented-" + i % 50)));
    }
    assertThat(standard.refused()).hasSize(33).containsEntry("invented-0", 2L);
    assertThat(standard.refused()).containsEntry("(others)", 36L);
  }
}
