package io.sv2.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.SetupFlags;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.mining.SetCustomMiningJobError;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.mining.UpdateChannelError;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolMiningHandlerTest {
  private static final U256 SHARE_TARGET = U256.of(PoolBench.SHARE_TARGET);

  private final PoolBench bench = new PoolBench();

  @Test
  void standardChannelGetsItsWholeExtranonceAndTheTargetOfItsHashRate() {
    assertThat(bench.connect(0).open())
        .containsExactly(
            new OpenStandardMiningChannelSuccess(
                1, 2, SHARE_TARGET, B032.ofHex("00".repeat(13)), 1));
  }

  @Test
  void extendedChannelRollsWhatItsPrefixLeaves() {
    assertThat(bench.connect(0).openExtended())
        .containsExactly(
            new OpenExtendedMiningChannelSuccess(
                2, 2, SHARE_TARGET, 8, B032.ofHex("00".repeat(5)), 1));
  }

  @Test
  void extranoncePrefixIsServerIdAndChannelIndexAndNeverTheSameTwice() {
    PoolBench numbered = new PoolBench(PoolBench.limited(9, 9, 4));
    PoolBench.Miner one = numbered.connect(0);
    one.open();
    one.openExtended();
    PoolBench.Miner other = numbered.connect(0);
    other.openExtended();
    assertThat(one.view.channels.values())
        .extracting(channel -> B032.of(channel.extranoncePrefix).toHex())
        .containsExactly("0a0b00000000000000", "0a0b000001");
    assertThat(B032.of(other.channel().extranoncePrefix).toHex()).isEqualTo("0a0b000002");
  }

  @Test
  void targetIsNeverEasierThanThePoolsMinimum() {
    PoolBench.Miner miner = bench.connect(0);
    miner.says(standard(0, U256.MAX));
    // 15 H/s for a second, whatever is declared: 2^252 - 1.
    assertThat(miner.channel().target)
        .isEqualTo(BigInteger.ONE.shiftLeft(252).subtract(BigInteger.ONE));
  }

  @Test
  void targetIsNeverAboveTheMaximumOfTheDevice() {
    PoolBench.Miner miner = bench.connect(0);
    miner.says(standard(PoolBench.HASH_RATE, U256.of(BigInteger.valueOf(77))));
    assertThat(miner.channel().target).isEqualTo(77);
  }

  @Test
  void maximumTargetThatNoHashMeetsIsRefused() {
    PoolBench.Miner miner = bench.connect(0);
    assertThat(miner.says(standard(1, U256.ZERO)))
        .containsExactly(refusal("max-target-out-of-range"));
    assertThat(miner.says(extended(U256.ZERO, 0)))
        .containsExactly(refusal("max-target-out-of-range"));
  }

  @Test
  void extranonceLargerThanWhatThereIsToRollIsRefused() {
    PoolBench.Miner miner = bench.connect(0);
    assertThat(miner.says(extended(U256.MAX, 9)))
        .containsExactly(refusal("min-extranonce-size-too-large"));
    miner.says(extended(U256.MAX, 8));
    assertThat(miner.channel().rollable).isEqualTo(8);
  }

  @Test
  void extendedChannelIsRefusedToWhoRequiresStandardJobs() {
    assertThat(bench.connect(SetupFlags.REQUIRES_STANDARD_JOBS).says(extended(U256.MAX, 0)))
        .containsExactly(refusal("extended-channels-not-supported-for-standard-jobs"));
  }

  @Test
  void declaredHashRateChangesTheTarget() {
    PoolBench.Miner miner = bench.connect(0);
    miner.open();
    U256 harder = U256.of(BigInteger.ONE.shiftLeft(244).subtract(BigInteger.ONE));
    assertThat(miner.says(new UpdateChannel(2, 4095, U256.MAX)))
        .containsExactly(new SetTarget(2, harder));
    assertThat(miner.says(new UpdateChannel(2, 4095, U256.MAX))).isEmpty();
  }

  @Test
  void lowerMaximumTargetIsReflected() {
    PoolBench.Miner miner = bench.connect(0);
    miner.open();
    U256 wanted = U256.of(BigInteger.ONE.shiftLeft(200));
    assertThat(miner.says(new UpdateChannel(2, PoolBench.HASH_RATE, wanted)))
        .containsExactly(new SetTarget(2, wanted));
  }

  @Test
  void updateOfAnUnknownChannelIsAnError() {
    assertThat(bench.connect(0).says(new UpdateChannel(2, 1, U256.MAX)))
        .containsExactly(new UpdateChannelError(2, Str0255.of("invalid-channel-id")));
  }

  @Test
  void updateToATargetThatNoHashMeetsIsAnError() {
    PoolBench.Miner miner = bench.connect(0);
    miner.open();
    assertThat(miner.says(new UpdateChannel(2, 1, U256.ZERO)))
        .containsExactly(new UpdateChannelError(2, Str0255.of("max-target-out-of-range")));
    assertThat(miner.channel().target).isEqualTo(PoolBench.SHARE_TARGET);
  }

  @Test
  void customJobsAreRefused() {
    PoolBench.Miner miner = bench.connect(0);
    miner.openExtended();
    SetCustomMiningJob job =
        new SetCustomMiningJob(
            2,
            5,
            B0255.ofHex("01"),
            0x2000_0000L,
            PoolTemplates.hash(7),
            PoolTemplates.TIP_TIME,
            PoolTemplates.HARD,
            2,
            PoolTemplates.HEIGHT,
            0,
            PoolTemplates.COMMITMENT,
            0,
            List.of());
    assertThat(miner.says(job))
        .containsExactly(new SetCustomMiningJobError(2, 5, Str0255.of("jd-not-supported")));
  }

  private static OpenStandardMiningChannel standard(float hashRate, U256 maxTarget) {
    return new OpenStandardMiningChannel(8, Str0255.of("anybody"), hashRate, maxTarget);
  }

  private static OpenExtendedMiningChannel extended(U256 maxTarget, int extranonceSize) {
    return new OpenExtendedMiningChannel(8, Str0255.of("anybody"), 1, maxTarget, extranonceSize);
  }

  private static Sv2Message refusal(String code) {
    return new OpenMiningChannelError(8, Str0255.of(code));
  }
}
