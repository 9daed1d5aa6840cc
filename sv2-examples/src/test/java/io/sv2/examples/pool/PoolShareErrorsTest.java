package io.sv2.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.mining.ChannelConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link PoolBench.Miner#says} fails for anything but messages: no share ends a connection. */
class PoolShareErrorsTest {
  private final PoolBench bench = new PoolBench();
  private final PoolBench.Miner miner = bench.connect(0);

  @BeforeEach
  void workOnBothKindsOfChannel() {
    miner.open();
    miner.openExtended();
    bench.work(1, PoolTemplates.hash(7), PoolTemplates.HARD);
  }

  private MinedChannel standard() {
    return miner.view.channels.get(2L);
  }

  private MinedChannel extended() {
    return miner.view.channels.get(3L);
  }

  @Test
  void hashAboveTheTargetIsTooLow() {
    assertThat(miner.says(standard().submission(1, tooEasy(standard()))))
        .containsExactly(error(2, 1, "difficulty-too-low"));
    assertThat(miner.says(extended().submission(1, tooEasy(extended()))))
        .containsExactly(error(3, 1, "difficulty-too-low"));
    assertThat(bench.heard)
        .containsExactly(
            "rejected user.worker difficulty-too-low", "rejected user.proxy difficulty-too-low");
  }

  @Test
  void shareSubmittedTwiceIsADuplicate() {
    MinedChannel.Found found = extended().share();
    assertThat(miner.says(extended().submission(1, found))).isEmpty();
    assertThat(miner.says(extended().submission(2, found)))
        .containsExactly(error(3, 2, "duplicate-share"));
  }

  @Test
  void unknownChannelIsInvalid() {
    assertThat(miner.says(new SubmitSharesStandard(99, 1, 1, 0, PoolTemplates.TIP_TIME, 0)))
        .containsExactly(error(99, 1, "invalid-channel-id"));
    assertThat(
            miner.says(
                new SubmitSharesExtended(99, 2, 1, 0, PoolTemplates.TIP_TIME, 0, B032.EMPTY)))
        .containsExactly(error(99, 2, "invalid-channel-id"));
  }

  @Test
  void groupAndChannelsOfOthersTakeNoShares() {
    PoolBench.Miner other = bench.connect(0);
    MinedChannel.Found found = standard().share();
    assertThat(miner.says(share(1, found))).containsExactly(error(1, 1, "invalid-channel-id"));
    assertThat(other.says(share(2, found))).containsExactly(error(2, 1, "invalid-channel-id"));
  }

  @Test
  void shareOfTheOtherKindOfChannelIsInvalid() {
    MinedChannel.Found found = extended().share();
    assertThat(miner.says(share(3, found))).containsExactly(error(3, 1, "invalid-channel-id"));
    MinedChannel.Found plain = standard().share();
    Sv2Message rolled =
        new SubmitSharesExtended(
            2, 1, plain.job().id(), plain.nonce(), plain.ntime(), plain.version(), B032.EMPTY);
    assertThat(miner.says(rolled)).containsExactly(error(2, 1, "invalid-channel-id"));
  }

  @Test
  void unknownJobIsInvalid() {
    assertThat(miner.says(new SubmitSharesStandard(2, 1, 999, 0, PoolTemplates.TIP_TIME, 0)))
        .containsExactly(error(2, 1, "invalid-job-id"));
  }

  @Test
  void futureJobIsInvalidUntilItsTipComes() {
    bench.template(PoolTemplates.newTemplate(2, true));
    MinedChannel.Job future = List.copyOf(standard().jobs.values()).get(1);
    assertThat(
            miner.says(
                new SubmitSharesStandard(
                    2, 1, future.id(), 0, PoolTemplates.TIP_TIME, future.version())))
        .containsExactly(error(2, 1, "invalid-job-id"));
    bench.template(PoolTemplates.newTip(2, PoolTemplates.hash(8), PoolTemplates.HARD));
    assertThat(standard().job().id()).isEqualTo(future.id());
    assertThat(submit(standard(), 2)).isEmpty();
  }

  @Test
  void shareOfTheLastTipIsStale() {
    MinedChannel.Found late = standard().share();
    bench.work(2, PoolTemplates.hash(8), PoolTemplates.HARD);
    assertThat(miner.says(standard().submission(1, late)))
        .containsExactly(error(2, 1, "stale-share"));
    assertThat(submit(standard(), 2)).isEmpty();
  }

  @Test
  void extranonceOfAnotherSizeIsRefused() {
    MinedChannel.Found found = extended().share();
    assertThat(miner.says(extendedShare(found, found.version(), B032.of(new byte[7]))))
        .containsExactly(error(3, 1, "bad-extranonce-size"));
    assertThat(miner.says(extendedShare(found, found.version(), B032.of(new byte[9]))))
        .containsExactly(error(3, 1, "bad-extranonce-size"));
  }

  @Test
  void versionBitThatMustNotRollIsRefused() {
    MinedChannel.Found found = extended().share();
    for (long bit : List.of(1L, 1L << 4, 1L << 29, 1L << 31)) {
      assertThat(miner.says(extendedShare(found, found.version() ^ bit, found.rolled())))
          .containsExactly(error(3, 1, "invalid-non-rollable-version-bit"));
    }
  }

  @Test
  void headerTimeRunsFromTheTipsToTheSecondsSince() {
    bench.clock.advance(Duration.ofSeconds(20));
    long minimum = standard().ntime;
    assertThat(minimum).isEqualTo(PoolTemplates.TIP_TIME);
    assertThat(miner.says(at(minimum - 1))).containsExactly(error(2, 1, "invalid-share"));
    // Five seconds of tolerance for the miner's clock.
    assertThat(miner.says(at(minimum + 26))).containsExactly(error(2, 1, "invalid-share"));
    assertThat(miner.says(at(minimum + 25))).isEmpty();
    assertThat(miner.says(at(minimum))).isEmpty();
  }

  @Test
  void oldestJobOfATipGoesWhenThereAreTooMany() {
    MinedChannel.Found oldest = standard().share();
    for (int more = 2; more <= ChannelConfig.DEFAULT.maxJobs(); more++) {
      bench.template(PoolTemplates.newTemplate(more, false));
    }
    assertThat(miner.says(standard().submission(1, oldest))).isEmpty();
    bench.template(PoolTemplates.newTemplate(99, false));
    assertThat(miner.says(standard().submission(2, oldest)))
        .containsExactly(error(2, 2, "invalid-job-id"));
  }

  @Test
  void shareThatCannotBeRememberedIsRefused() {
    ChannelConfig two = ChannelConfig.DEFAULT.withBounds(16, 2).withShareBatchSize(9);
    PoolBench bounded = new PoolBench(PoolBench.config(9).withChannel(two));
    PoolBench.Miner one = bounded.connect(0);
    one.open();
    bounded.work(1, PoolTemplates.hash(7), PoolTemplates.HARD);
    assertThat(one.says(one.channel().submission(1, one.channel().share()))).isEmpty();
    assertThat(one.says(one.channel().submission(2, one.channel().share()))).isEmpty();
    assertThat(one.says(one.channel().submission(3, one.channel().share())))
        .containsExactly(error(2, 3, "invalid-share"));
    bounded.work(2, PoolTemplates.hash(8), PoolTemplates.HARD);
    assertThat(one.says(one.channel().submission(4, one.channel().share()))).isEmpty();
  }

  private List<Sv2Message> submit(MinedChannel channel, long sequenceNumber) {
    return miner.says(channel.submission(sequenceNumber, channel.share()));
  }

  private MinedChannel.Found tooEasy(MinedChannel channel) {
    return channel.find(hash -> hash.compareTo(PoolBench.SHARE_TARGET) > 0);
  }

  private Sv2Message at(long ntime) {
    standard().ntime = ntime;
    return standard().submission(1, standard().share());
  }

  private static Sv2Message share(long channelId, MinedChannel.Found found) {
    return new SubmitSharesStandard(
        channelId, 1, found.job().id(), found.nonce(), found.ntime(), found.version());
  }

  private static Sv2Message extendedShare(MinedChannel.Found found, long version, B032 rolled) {
    return new SubmitSharesExtended(
        3, 1, found.job().id(), found.nonce(), found.ntime(), version, rolled);
  }

  private static SubmitSharesError error(long channelId, long sequenceNumber, String code) {
    return new SubmitSharesError(channelId, sequenceNumber, Str0255.of(code));
  }
}
