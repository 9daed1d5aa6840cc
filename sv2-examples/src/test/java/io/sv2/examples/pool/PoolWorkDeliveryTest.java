package io.sv2.examples.pool;

import static io.sv2.examples.pool.PoolTemplates.HARD;
import static io.sv2.examples.pool.PoolTemplates.TIP_TIME;
import static io.sv2.examples.pool.PoolTemplates.hash;
import static io.sv2.examples.pool.PoolTemplates.newTemplate;
import static io.sv2.examples.pool.PoolTemplates.newTip;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetNewPrevHash;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Work for miners whose channels form a group. */
class PoolWorkDeliveryTest {
  private final PoolBench bench = new PoolBench();
  private final PoolBench.Miner miner = bench.connect(0);

  @Test
  void channelOpenedBeforeTheFirstTemplateGetsTheJobWhenTheTemplateComes() {
    assertThat(miner.open()).hasOnlyElementsOfType(OpenStandardMiningChannelSuccess.class);
    List<Sv2Message> job = bench.template(newTemplate(1, true)).get(miner);
    assertThat(job).singleElement().isInstanceOf(NewExtendedMiningJob.class);
    assertThat(((NewExtendedMiningJob) job.get(0)).channelId()).isEqualTo(1);
    assertThat(((NewExtendedMiningJob) job.get(0)).minNtime()).isEmpty();
    assertThat(bench.template(newTip(1, hash(7), HARD)).get(miner))
        .containsExactly(new SetNewPrevHash(1, 1, hash(7), TIP_TIME, HARD));
    PoolTemplates.assertWorking(miner.channel(), 1, hash(7));
  }

  @Test
  void channelOpenedBetweenTemplateAndTipGetsBothWithTheTip() {
    bench.template(newTemplate(1, true));
    assertThat(miner.openExtended()).hasOnlyElementsOfType(OpenExtendedMiningChannelSuccess.class);
    assertThat(bench.template(newTip(1, hash(7), HARD)).get(miner))
        .hasExactlyElementsOfTypes(NewExtendedMiningJob.class, SetNewPrevHash.class);
    PoolTemplates.assertWorking(miner.channel(), 1, hash(7));
  }

  @Test
  void channelOpenedAfterTheTipGetsAFutureJobAndItsTipByItsOwnId() {
    bench.work(1, hash(7), HARD);
    bench.clock.advance(Duration.ofMillis(9_900));
    List<Sv2Message> messages = miner.open();
    assertThat(messages)
        .hasExactlyElementsOfTypes(
            OpenStandardMiningChannelSuccess.class, NewMiningJob.class, SetNewPrevHash.class);
    NewMiningJob job = (NewMiningJob) messages.get(1);
    assertThat(job.channelId()).isEqualTo(2);
    assertThat(job.minNtime()).isEmpty();
    assertThat(messages.get(2))
        .isEqualTo(new SetNewPrevHash(2, job.jobId(), hash(7), TIP_TIME + 9, HARD));
    PoolTemplates.assertWorking(miner.channel(), 1, hash(7));
  }

  @Test
  void extendedChannelOpenedAfterTheTipGetsAnExtendedJobByItsOwnId() {
    bench.work(1, hash(7), HARD);
    List<Sv2Message> messages = miner.openExtended();
    assertThat(messages)
        .hasExactlyElementsOfTypes(
            OpenExtendedMiningChannelSuccess.class,
            NewExtendedMiningJob.class,
            SetNewPrevHash.class);
    assertThat(((NewExtendedMiningJob) messages.get(1)).channelId()).isEqualTo(2);
    assertThat(((NewExtendedMiningJob) messages.get(1)).versionRollingAllowed()).isTrue();
    PoolTemplates.assertWorking(miner.channel(), 1, hash(7));
  }

  @Test
  void allChannelsOfAConnectionAreOneGroupAndGetOneJob() {
    miner.open();
    miner.openExtended();
    miner.open();
    assertThat(miner.view.channels.keySet()).containsExactly(2L, 3L, 4L);
    assertThat(bench.template(newTemplate(1, true)).get(miner)).hasSize(1);
    assertThat(bench.template(newTip(1, hash(7), HARD)).get(miner)).hasSize(1);
    assertThat(bench.template(newTemplate(2, false)).get(miner)).hasSize(1);
    miner
        .view
        .channels
        .values()
        .forEach(channel -> PoolTemplates.assertWorking(channel, 2, hash(7)));
  }

  @Test
  void betterTemplateForTheSameTipIsAJobToStartAtOnce() {
    miner.open();
    bench.work(1, hash(7), HARD);
    bench.clock.advance(Duration.ofSeconds(7));
    List<Sv2Message> messages = bench.template(newTemplate(2, false)).get(miner);
    assertThat(messages).hasSize(1);
    assertThat(((NewExtendedMiningJob) messages.get(0)).minNtime())
        .isEqualTo(OptionalLong.of(TIP_TIME + 7));
    PoolTemplates.assertWorking(miner.channel(), 2, hash(7));
  }

  @Test
  void newTipReachesEveryConnection() {
    PoolBench.Miner other = bench.connect(0);
    PoolBench.Miner idle = bench.connect(0);
    miner.open();
    other.openExtended();
    bench.work(1, hash(7), HARD);
    bench.template(newTemplate(2, true));
    var sent = bench.template(newTip(2, hash(8), HARD));
    assertThat(sent.get(miner)).hasOnlyElementsOfType(SetNewPrevHash.class).hasSize(1);
    assertThat(sent.get(other)).hasOnlyElementsOfType(SetNewPrevHash.class).hasSize(1);
    assertThat(sent.get(idle)).isEmpty();
    PoolTemplates.assertWorking(miner.channel(), 2, hash(8));
    PoolTemplates.assertWorking(other.channel(), 2, hash(8));
  }

  @Test
  void templateForATipThatIsNotKnownYetIsNoWork() {
    miner.open();
    assertThat(bench.template(newTemplate(1, false)).get(miner)).isEmpty();
    assertThat(bench.connect(0).open()).hasSize(1);
  }

  @Test
  void sameTipAgainIsABetterTemplateAndMakesNothingStale() {
    miner.open();
    bench.work(1, hash(7), HARD);
    MinedChannel.Found before = miner.channel().share();
    bench.template(newTemplate(9, true));
    List<Sv2Message> messages = bench.template(newTip(9, hash(7), HARD, TIP_TIME + 5)).get(miner);
    assertThat(messages).hasOnlyElementsOfType(NewExtendedMiningJob.class).hasSize(1);
    PoolTemplates.assertWorking(miner.channel(), 9, hash(7));
    assertThat(miner.says(miner.channel().submission(1, before))).isEmpty();
    assertThat(bench.heard).containsExactly("accepted user.worker");
  }
}
