package io.sv2.examples.pool;

import static io.sv2.examples.pool.PoolTemplates.HARD;
import static io.sv2.examples.pool.PoolTemplates.hash;
import static io.sv2.examples.pool.PoolTemplates.newTemplate;
import static io.sv2.examples.pool.PoolTemplates.newTip;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.reactive.mining.ChannelConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Channels that join, broadcasts that lag and templates that go while work changes. */
class PoolWorkOrderTest {
  private final PoolBench bench = new PoolBench();
  private final PoolBench.Miner miner = bench.connect(0);

  @Test
  void channelThatJoinsBetweenFutureTemplateAndTipWorksWithTheOthers() {
    miner.open();
    bench.work(1, hash(7), HARD);
    bench.template(newTemplate(2, true));
    miner.openExtended();
    bench.template(newTip(2, hash(8), HARD));
    for (MinedChannel channel : miner.view.channels.values()) {
      PoolTemplates.assertWorking(channel, 2, hash(8));
      assertThat(miner.says(channel.submission(1, channel.share()))).isEmpty();
    }
    assertThat(bench.heard).containsExactly("accepted user.worker", "accepted user.proxy");
  }

  @Test
  void channelThatJoinsWhileATipIsBroadcastGetsOnlyWhatItCanUse() {
    miner.open();
    bench.work(1, hash(7), HARD);
    bench.template(newTemplate(2, true));
    var broadcast = bench.learn(newTip(2, hash(8), HARD));
    miner.open();
    miner.carryOut(broadcast.apply(miner.client));
    miner
        .view
        .channels
        .values()
        .forEach(channel -> PoolTemplates.assertWorking(channel, 2, hash(8)));
  }

  @Test
  void channelThatJoinsWhileATemplateIsBroadcastGetsOnlyWhatItCanUse() {
    miner.open();
    bench.work(1, hash(7), HARD);
    var broadcast = bench.learn(newTemplate(2, false));
    miner.openExtended();
    miner.carryOut(broadcast.apply(miner.client));
    miner
        .view
        .channels
        .values()
        .forEach(channel -> PoolTemplates.assertWorking(channel, 2, hash(7)));
  }

  @Test
  void broadcastThatComesAfterANewerOneSaysNothing() {
    miner.open();
    bench.work(1, hash(7), HARD);
    var first = bench.learn(newTemplate(2, true));
    var second = bench.learn(newTip(2, hash(8), HARD));
    assertThat(miner.carryOut(second.apply(miner.client))).hasSize(2);
    assertThat(miner.carryOut(first.apply(miner.client))).isEmpty();
    PoolTemplates.assertWorking(miner.channel(), 2, hash(8));
  }

  @Test
  void connectionThatMissedSeveralChangesGetsTheLastOnly() {
    miner.open();
    bench.work(1, hash(7), HARD);
    bench.learn(newTemplate(2, true));
    bench.learn(newTip(2, hash(8), HARD));
    var last = bench.learn(newTemplate(3, false));
    assertThat(miner.carryOut(last.apply(miner.client)))
        .hasExactlyElementsOfTypes(NewExtendedMiningJob.class, SetNewPrevHash.class);
    PoolTemplates.assertWorking(miner.channel(), 3, hash(8));
  }

  @Test
  void tipOfAnUnknownTemplateIsIgnored() {
    miner.open();
    bench.work(1, hash(7), HARD);
    assertThat(bench.template(newTip(5, hash(8), HARD)).get(miner)).isEmpty();
    PoolTemplates.assertWorking(miner.channel(), 1, hash(7));
  }

  @Test
  void oldestFutureTemplateGoes() {
    PoolBench bounded = new PoolBench(PoolBench.limited(9, 9, 8));
    PoolBench.Miner one = bounded.connect(0);
    one.open();
    List.of(1, 2, 3).forEach(id -> bounded.template(newTemplate(id, true)));
    assertThat(bounded.template(newTip(1, hash(7), HARD)).get(one)).isEmpty();
    bounded.template(newTip(2, hash(7), HARD));
    assertThat(one.channel().tip().prevHash()).isEqualTo(hash(7));
    assertThat(one.channel().job().coinbaseSuffix().toHex()).contains(PoolTemplates.valueHex(2));
  }

  @Test
  void tipOfAnOlderFutureTemplateGivesWorkHoweverFewJobsAChannelKeeps() {
    ChannelConfig one = ChannelConfig.DEFAULT.withBounds(1, 99).withNtimeTolerance(Duration.ZERO);
    PoolBench bounded = new PoolBench(PoolBench.config(9).withChannel(one));
    PoolBench.Miner digger = bounded.connect(0);
    digger.open();
    bounded.template(newTemplate(1, true));
    bounded.template(newTemplate(2, true));
    bounded.template(newTip(1, hash(7), HARD));
    PoolTemplates.assertWorking(digger.channel(), 1, hash(7));
    digger.says(digger.channel().submission(1, digger.channel().share()));
    assertThat(bounded.heard).containsExactly("accepted user.worker");
  }
}
