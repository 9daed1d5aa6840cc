package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NOW;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.PREFIX;
import static io.sv2.reactive.mining.TestWork.rejected;
import static io.sv2.reactive.mining.TestWork.share;
import static io.sv2.reactive.mining.TestWork.tip;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.jobdeclaration.PushSolution;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Shares that are blocks. */
class ServerChannelBlockTest {
  private static final long JOB = 7;
  private static final U256 DIFFICULTY_1 = U256.ofHex("00000000ffff" + "0".repeat(52));

  private static ServerChannel easyChannel() {
    return new ServerChannel(
        1,
        "someone",
        PREFIX,
        0,
        U256.MAX,
        ChannelConfig.DEFAULT.withLateShareGrace(Duration.ofSeconds(2)),
        NOW);
  }

  /** Where {@code target} is the highest hash that makes a block. */
  private static Tip blockTip(U256 target) {
    Tip tip = tip(1);
    return new Tip(tip.prevHash(), tip.minNtime(), tip.nBits(), target);
  }

  private static U256 hash(long nonce) {
    return TestWork.headerHash(share(JOB, nonce), tip(1), PREFIX);
  }

  /** A standard channel that works on block 100,000. */
  private static ServerChannel channelOfBlock100000(U256 target) {
    RealBlock block = RealBlock.BLOCK_100000;
    ServerChannel channel =
        new ServerChannel(1, "miner", block.extranonce(), 0, target, ChannelConfig.DEFAULT, NOW);
    channel.addActive(JOB, block.work(), block.tip(), block.ntime(), NOW);
    return channel;
  }

  private static Share block100000() {
    RealBlock block = RealBlock.BLOCK_100000;
    return new Share(3, JOB, block.nonce(), block.ntime(), 1, B032.EMPTY);
  }

  private static U256 oneBelow(U256 number) {
    return U256.of(number.toBigInteger().subtract(BigInteger.ONE));
  }

  @Test
  void genesisIsFoundOnAStandardChannel() {
    RealBlock block = RealBlock.GENESIS;
    ServerChannel channel =
        new ServerChannel(
            1, "satoshi", block.extranonce(), 0, U256.MAX, ChannelConfig.DEFAULT, NOW);
    Job job = channel.addActive(JOB, block.work(), block.tip(), block.ntime(), NOW);
    Share share = new Share(1, JOB, block.nonce(), block.ntime(), 1, B032.EMPTY);
    assertThat(channel.submit(share, NOW))
        .isEqualTo(
            new ShareResult.Block(
                U256.ofHex(block.hash()),
                ShareTarget.of(U256.MAX),
                job,
                share,
                B064K.of(TestWork.hex(block.coinbase()))));
  }

  @Test
  void block100000IsFoundOnAnExtendedChannel() {
    RealBlock block = RealBlock.BLOCK_100000;
    ServerChannel channel =
        new ServerChannel(
            1, "miner", block.extranoncePrefix(1), 2, DIFFICULTY_1, ChannelConfig.DEFAULT, NOW);
    channel.addFuture(JOB, block.work());
    Job job = channel.activate(1, block.tip(), block.tip().minNtime(), NOW);
    // Found 863 seconds after the tip.
    Share share = new Share(1, JOB, block.nonce(), block.ntime(), 1, block.rolled(1));
    assertThat(channel.submit(share, NOW + 863_000))
        .isEqualTo(
            new ShareResult.Block(
                U256.ofHex(block.hash()),
                ShareTarget.of(DIFFICULTY_1),
                job,
                share,
                B064K.of(TestWork.hex(block.coinbase()))));
  }

  @Test
  void blockHasWhatBothProtocolsWantToKnowOfIt() {
    RealBlock block = RealBlock.BLOCK_100000;
    ServerChannel channel =
        new ServerChannel(
            1, "miner", block.extranoncePrefix(1), 2, DIFFICULTY_1, ChannelConfig.DEFAULT, NOW);
    channel.addActive(JOB, block.work(), block.tip(), block.ntime(), NOW);
    Share share = new Share(1, JOB, block.nonce(), block.ntime(), 1, block.rolled(1));
    ShareResult.Block found = (ShareResult.Block) channel.submit(share, NOW);
    assertThat(found.submitSolution())
        .isEqualTo(
            new SubmitSolution(
                block.work().templateId(), 1, block.ntime(), block.nonce(), found.coinbase()));
    assertThat(found.pushSolution())
        .isEqualTo(
            new PushSolution(
                block.extranonce(),
                block.tip().prevHash(),
                block.nonce(),
                block.ntime(),
                block.tip().nBits(),
                1));
  }

  @Test
  void theNextNonceIsNoBlock() {
    RealBlock block = RealBlock.GENESIS;
    ServerChannel channel =
        new ServerChannel(
            1, "satoshi", block.extranonce(), 0, DIFFICULTY_1, ChannelConfig.DEFAULT, NOW);
    channel.addActive(JOB, block.work(), block.tip(), block.ntime(), NOW);
    Share share = new Share(1, JOB, block.nonce() + 1, block.ntime(), 1, B032.EMPTY);
    assertThat(channel.submit(share, NOW)).isEqualTo(rejected("difficulty-too-low"));
  }

  @Test
  void targetOfTheTipIsTheHighestHashOfABlock() {
    for (boolean met : new boolean[] {true, false}) {
      ServerChannel channel = easyChannel();
      Tip tip = blockTip(met ? hash(5) : oneBelow(hash(5)));
      channel.addActive(JOB, TestWork.work(1), tip, NTIME, NOW);
      assertThat(channel.submit(share(JOB, 5), NOW))
          .isInstanceOf(met ? ShareResult.Block.class : ShareResult.Valid.class);
    }
  }

  @Test
  void aBlockIsAShareOfItsJobsDifficultyAndCountsOnce() {
    ServerChannel channel =
        channelOfBlock100000(U256.of(DIFFICULTY_1.toBigInteger().shiftRight(4)));
    Share share = block100000();
    assertThat(channel.submit(share, NOW)).isInstanceOf(ShareResult.Block.class);
    assertThat(channel.submit(share, NOW)).isEqualTo(rejected("duplicate-share"));
    assertThat(channel.batch().acknowledge(1)).isEqualTo(new SubmitSharesSuccess(1, 3, 1, 16));
  }

  @Test
  void aBlockNeedNotMeetItsJobsTarget() {
    ServerChannel channel = channelOfBlock100000(U256.of(BigInteger.ONE));
    assertThat(channel.submit(block100000(), NOW)).isInstanceOf(ShareResult.Block.class);
    assertThat(channel.batch().isEmpty()).isFalse();
  }

  /**
   * Clients choose how hard a target they want. A block proves the work that the tip asks for, so
   * one that misses the job's target must not be credited as if it had met that.
   */
  @Test
  void aBlockAboveItsJobsTargetCountsForTheTipsTarget() {
    ServerChannel channel = channelOfBlock100000(U256.of(BigInteger.ONE));
    channel.submit(block100000(), NOW);
    // The difficulty of block 100,000, as explorers show it, rounded down.
    assertThat(channel.batch().acknowledge(1)).isEqualTo(new SubmitSharesSuccess(1, 3, 1, 14484));
  }

  @Test
  void aBlockOfTheLastTipIsReportedWhileGraceLasts() {
    ServerChannel channel = easyChannel();
    Job old = channel.addActive(JOB, TestWork.work(1), blockTip(hash(5)), NTIME, NOW);
    channel.addFuture(8, TestWork.work(2));
    assertThat(channel.activate(2, tip(2), NTIME, NOW)).isNotNull();
    assertThat(channel.submit(share(JOB, 5), NOW + 1_999))
        .isInstanceOfSatisfying(
            ShareResult.Block.class, found -> assertThat(found.job()).isEqualTo(old));
  }
}
