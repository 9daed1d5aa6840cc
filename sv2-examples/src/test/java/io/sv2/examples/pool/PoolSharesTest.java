package io.sv2.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.mining.ChannelConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolSharesTest {
  private PoolBench bench = new PoolBench();
  private PoolBench.Miner miner = bench.connect(0);

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
  void acceptedSharesAreAcknowledgedByTheBatch() {
    assertThat(submit(standard(), 10)).isEmpty();
    assertThat(submit(standard(), 11)).isEmpty();
    assertThat(submit(standard(), 12)).containsExactly(new SubmitSharesSuccess(2, 12, 3, 0));
    assertThat(submit(standard(), 13)).isEmpty();
    assertThat(submit(standard(), 14)).isEmpty();
    assertThat(submit(standard(), 15)).containsExactly(new SubmitSharesSuccess(2, 15, 3, 0));
    assertThat(bench.heard).hasSize(6).containsOnly("accepted user.worker");
  }

  @Test
  void eachChannelHasItsOwnBatch() {
    submit(standard(), 1);
    submit(standard(), 2);
    assertThat(submit(extended(), 1)).isEmpty();
    assertThat(submit(extended(), 2)).isEmpty();
    assertThat(submit(extended(), 3)).containsExactly(new SubmitSharesSuccess(3, 3, 3, 0));
    assertThat(submit(standard(), 3)).containsExactly(new SubmitSharesSuccess(2, 3, 3, 0));
  }

  @Test
  void rejectedShareIsNotInTheBatch() {
    submit(standard(), 1);
    submit(standard(), 2);
    assertThat(miner.says(standard().submission(3, tooEasy(standard()))))
        .containsExactly(error(2, 3, "difficulty-too-low"));
    assertThat(submit(standard(), 4)).containsExactly(new SubmitSharesSuccess(2, 4, 3, 0));
  }

  @Test
  void lateShareCountsForAsLongAsThePoolGraces() {
    bench =
        new PoolBench(
            PoolBench.config(1)
                .withChannel(
                    ChannelConfig.DEFAULT
                        .withShareBatchSize(1)
                        .withLateShareGrace(Duration.ofSeconds(2))));
    miner = bench.connect(0);
    workOnBothKindsOfChannel();
    MinedChannel.Found first = standard().share();
    MinedChannel.Found second = standard().share();
    bench.work(2, PoolTemplates.hash(8), PoolTemplates.HARD);
    bench.clock.advance(Duration.ofMillis(1999));
    assertThat(miner.says(standard().submission(1, first)))
        .containsExactly(new SubmitSharesSuccess(2, 1, 1, 0));
    assertThat(miner.says(standard().submission(2, first)))
        .containsExactly(error(2, 2, "duplicate-share"));
    bench.clock.advance(Duration.ofMillis(1));
    assertThat(miner.says(standard().submission(3, second)))
        .containsExactly(error(2, 3, "stale-share"));
  }

  @Test
  void jobStaysGoodWhenABetterTemplateComesForTheSameTip() {
    MinedChannel.Found before = standard().share();
    bench.template(PoolTemplates.newTemplate(2, false));
    assertThat(miner.says(standard().submission(1, before))).isEmpty();
    assertThat(bench.heard).containsExactly("accepted user.worker");
  }

  @Test
  void rolledVersionAndExtranonceCount() {
    B032 rolled = B032.ofHex("0102030405060708");
    for (long bit : List.of(1L << 5, 1L << 28)) {
      MinedChannel.Found found = rolled(extended(), rolled, 0x2000_0000L ^ bit);
      assertThat(miner.says(extended().submission(bit, found))).isEmpty();
    }
    assertThat(bench.heard).hasSize(2).containsOnly("accepted user.proxy");
  }

  @Test
  void newTargetIsForJobsThatCome() {
    MinedChannel.Found easy =
        standard()
            .find(hash -> hash.bitLength() == 248 && hash.compareTo(PoolBench.SHARE_TARGET) <= 0);
    miner.says(new UpdateChannel(2, 4095, U256.MAX));
    assertThat(miner.says(standard().submission(1, easy))).isEmpty();
    bench.template(PoolTemplates.newTemplate(2, false));
    MinedChannel.Found tooEasyNow = standard().find(hash -> hash.bitLength() == 248);
    assertThat(miner.says(standard().submission(2, tooEasyNow)))
        .containsExactly(error(2, 2, "difficulty-too-low"));
  }

  private List<Sv2Message> submit(MinedChannel channel, long sequenceNumber) {
    return miner.says(channel.submission(sequenceNumber, channel.share()));
  }

  private MinedChannel.Found tooEasy(MinedChannel channel) {
    return channel.find(hash -> hash.compareTo(PoolBench.SHARE_TARGET) > 0);
  }

  private MinedChannel.Found rolled(MinedChannel channel, B032 rolled, long version) {
    return channel.find(rolled, version, hash -> hash.compareTo(PoolBench.SHARE_TARGET) <= 0);
  }

  private static SubmitSharesError error(long channelId, long sequenceNumber, String code) {
    return new SubmitSharesError(channelId, sequenceNumber, Str0255.of(code));
  }
}
