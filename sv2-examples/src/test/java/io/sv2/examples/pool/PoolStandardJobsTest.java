package io.sv2.examples.pool;

import static io.sv2.examples.pool.PoolTemplates.HARD;
import static io.sv2.examples.pool.PoolTemplates.TIP_TIME;
import static io.sv2.examples.pool.PoolTemplates.hash;
import static io.sv2.examples.pool.PoolTemplates.newTemplate;
import static io.sv2.examples.pool.PoolTemplates.newTip;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.SetupFlags;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.type.U256;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work for a miner that requires standard jobs: each channel gets its own. */
class PoolStandardJobsTest {
  private final PoolBench bench = new PoolBench();
  private final PoolBench.Miner miner = bench.connect(SetupFlags.REQUIRES_STANDARD_JOBS);

  @BeforeEach
  void openTwoChannels() {
    miner.open();
    miner.open();
  }

  @Test
  void eachChannelGetsItsOwnFutureJobAndTip() {
    List<Sv2Message> jobs = bench.template(newTemplate(1, true)).get(miner);
    assertThat(jobs)
        .containsExactly(
            new NewMiningJob(2, 1, OptionalLong.empty(), 0x2000_0000L, rootOf(2, 1)),
            new NewMiningJob(3, 2, OptionalLong.empty(), 0x2000_0000L, rootOf(3, 1)));
    assertThat(bench.template(newTip(1, hash(7), HARD)).get(miner))
        .containsExactly(
            new SetNewPrevHash(2, 1, hash(7), TIP_TIME, HARD),
            new SetNewPrevHash(3, 2, hash(7), TIP_TIME, HARD));
  }

  @Test
  void eachChannelGetsItsOwnJobToStartAtOnce() {
    bench.work(1, hash(7), HARD);
    OptionalLong now = OptionalLong.of(TIP_TIME);
    assertThat(bench.template(newTemplate(2, false)).get(miner))
        .containsExactly(
            new NewMiningJob(2, 3, now, 0x2000_0000L, rootOf(2, 2)),
            new NewMiningJob(3, 4, now, 0x2000_0000L, rootOf(3, 2)));
  }

  @Test
  void channelThatJoinsLaterIsServedWithTheOthersFromThenOn() {
    bench.work(1, hash(7), HARD);
    bench.template(newTemplate(2, true));
    miner.open();
    assertThat(miner.channel().tip().prevHash()).isEqualTo(hash(7));
    bench.template(newTip(2, hash(8), HARD));
    assertThat(miner.view.channels).hasSize(3);
    for (MinedChannel channel : miner.view.channels.values()) {
      assertThat(channel.tip().prevHash()).isEqualTo(hash(8));
      assertThat(channel.job().root()).isEqualTo(rootOf(channel.id, 2));
      miner.says(channel.submission(1, channel.share()));
    }
    assertThat(bench.heard).hasSize(3).containsOnly("accepted user.worker");
  }

  @Test
  void channelThatJoinsWhileATipIsBroadcastGetsOnlyWhatItCanUse() {
    bench.work(1, hash(7), HARD);
    bench.template(newTemplate(2, true));
    var broadcast = bench.learn(newTip(2, hash(8), HARD));
    miner.open();
    assertThat(miner.carryOut(broadcast.apply(miner.client))).isEmpty();
    for (MinedChannel channel : miner.view.channels.values()) {
      assertThat(channel.tip().prevHash()).isEqualTo(hash(8));
      assertThat(channel.job().root()).isEqualTo(rootOf(channel.id, 2));
    }
  }

  @Test
  void closedChannelGetsNothingMore() {
    bench.work(1, hash(7), HARD);
    MinedChannel closed = miner.view.channels.get(2L);
    miner.says(PoolBench.close(2));
    assertThat(bench.template(newTemplate(2, false)).get(miner))
        .singleElement()
        .extracting(message -> ((NewMiningJob) message).channelId())
        .isEqualTo(3L);
    Sv2Message late = closed.submission(1, closed.share());
    assertThat(miner.says(late)).hasSize(1);
    assertThat(bench.heard).containsExactly("rejected  invalid-channel-id");
  }

  private U256 rootOf(long channelId, int template) {
    return PoolTemplates.merkleRoot(template, miner.view.channels.get(channelId).extranonce());
  }
}
