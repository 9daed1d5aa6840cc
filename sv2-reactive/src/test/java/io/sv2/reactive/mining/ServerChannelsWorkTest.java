package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestPool.futureJob;
import static io.sv2.reactive.mining.TestPool.job;
import static io.sv2.reactive.mining.TestPool.standardJob;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.SetupFlags;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which jobs and tips channels are sent, and that nothing else is needed to mine. */
class ServerChannelsWorkTest {
  private static SetNewPrevHash prevHash(long channelId, long jobId, long tip) {
    return new SetNewPrevHash(
        channelId, jobId, TestWork.tip(tip).prevHash(), NTIME, TestWork.tip(tip).nBits());
  }

  private static List<ServerChannel> open(TestPool pool, int standard, int extended) {
    return Stream.concat(
            Stream.generate(pool::standard).limit(standard),
            Stream.generate(pool::extended).limit(extended))
        .toList();
  }

  private static void assertMines(TestPool pool, ServerChannel channel, long jobId, long nonce) {
    assertThat(pool.result(channel, jobId, nonce)).isInstanceOf(ShareResult.Valid.class);
  }

  @Test
  void tenChannelsGetOneJobAndOneTip() {
    TestPool pool = TestPool.working(0);
    List<ServerChannel> channels = open(pool, 5, 5);
    long group = pool.channels.groupId();
    assertThat(pool.future(2)).containsExactly(futureJob(group, 11));
    assertThat(pool.tip(2, 2)).containsExactly(prevHash(group, 11, 2));
    channels.forEach(channel -> assertMines(pool, channel, 11, 5));
    assertThat(pool.current(3)).containsExactly(job(group, 12, OptionalLong.of(NTIME)));
    channels.forEach(channel -> assertMines(pool, channel, 12, 6));
    channels.forEach(channel -> assertMines(pool, channel, 11, 7));
  }

  @Test
  void eachChannelGetsItsOwnWhereStandardJobsAreRequired() {
    TestPool pool = TestPool.working(SetupFlags.REQUIRES_STANDARD_JOBS);
    ServerChannel one = pool.standard();
    ServerChannel two = pool.standard();
    assertThat(pool.future(2))
        .containsExactly(
            standardJob(one.id(), 3, OptionalLong.empty(), one.extranoncePrefix()),
            standardJob(two.id(), 4, OptionalLong.empty(), two.extranoncePrefix()));
    assertThat(pool.tip(2, 2)).containsExactly(prevHash(one.id(), 3, 2), prevHash(two.id(), 4, 2));
    assertMines(pool, one, 3, 5);
    assertMines(pool, two, 4, 5);
    assertThat(pool.result(one, 4, 6)).isEqualTo(rejected("invalid-job-id"));
    pool.now += 7_999;
    assertThat(pool.current(3))
        .containsExactly(
            standardJob(one.id(), 5, OptionalLong.of(NTIME + 7), one.extranoncePrefix()),
            standardJob(two.id(), 6, OptionalLong.of(NTIME + 7), two.extranoncePrefix()));
  }

  @Test
  void nothingIsSaidTwice() {
    TestPool pool = TestPool.working(0);
    open(pool, 1, 1);
    pool.future(2);
    assertThat(pool.channels.update(pool.work, pool.now)).isEmpty();
    pool.tip(2, 2);
    assertThat(pool.channels.update(pool.work, pool.now)).isEmpty();
  }

  /** A template becomes the current one again when its provider is connected anew. */
  @Test
  void aRepeatedTipMakesNoJobStale() {
    TestPool pool = TestPool.working(0);
    ServerChannel channel = pool.standard();
    assertThat(pool.tip(1, 2))
        .containsExactly(job(pool.channels.groupId(), 2, OptionalLong.of(NTIME)));
    assertMines(pool, channel, 1, 5);
    assertMines(pool, channel, 2, 6);
    assertThat(pool.result(channel, 2, 5)).isEqualTo(rejected("duplicate-share"));
  }

  /** Consensus has not changed its mind on the block's time, though the provider has. */
  @Test
  void aRepeatedTipWithALaterTimeHoldsForJobsAndNotForBlocks() {
    TestPool pool = TestPool.working(0);
    ServerChannel channel = pool.standard();
    Tip easy = TestWork.tip(1);
    pool.tip(new Tip(TestWork.tip(2).prevHash(), NTIME, easy.nBits(), U256.MAX), 2);
    Tip later = new Tip(TestWork.tip(2).prevHash(), NTIME + 700, easy.nBits(), U256.MAX);
    pool.now += 5_000;
    List<Sv2Message> told = pool.tip(later, 3);
    assertThat(told).containsExactly(job(pool.channels.groupId(), 3, OptionalLong.of(NTIME + 700)));
    pool.now += 10_000;
    assertThat(pool.work.minNtime(pool.now)).isEqualTo(NTIME + 710);
    assertThat(pool.work.tip().minNtime()).isEqualTo(NTIME);
    assertThat(channel.submit(new Share(1, 3, 1, NTIME, TestWork.VERSION, B032.EMPTY), pool.now))
        .isInstanceOf(ShareResult.Block.class);
    assertThat(
            channel.submit(new Share(1, 3, 1, NTIME - 1, TestWork.VERSION, B032.EMPTY), pool.now))
        .isEqualTo(rejected("invalid-share"));
  }

  /** Several changes are caught up with at once: only the last tip is told. */
  @Test
  void whatWasMissedIsNotToldLater() {
    TestPool pool = TestPool.working(0);
    ServerChannel channel = pool.standard();
    long group = pool.channels.groupId();
    pool.work = pool.work.withFuture(TestWork.work(2), 8);
    pool.work = pool.work.withTip(TestWork.tip(2), TestWork.work(2), pool.now);
    pool.work = pool.work.withTip(TestWork.tip(3), TestWork.work(3), pool.now);
    assertThat(pool.future(4))
        .containsExactly(futureJob(group, 2), prevHash(group, 2, 3), futureJob(group, 3));
    assertMines(pool, channel, 2, 5);
    assertThat(pool.tip(4, 4)).containsExactly(prevHash(group, 3, 4));
    assertMines(pool, channel, 3, 5);
  }

  /** It is served from the pair before; the template is announced to all with its tip. */
  @ParameterizedTest
  @ValueSource(longs = {0, SetupFlags.REQUIRES_STANDARD_JOBS})
  void aChannelThatOpensBetweenATemplateAndItsTipIsServedLikeTheOthers(long flags) {
    TestPool pool = TestPool.working(flags);
    ServerChannel before = pool.standard();
    List<Sv2Message> told = new ArrayList<>(pool.future(2));
    ServerChannel between = pool.standard();
    assertMines(pool, between, 3, 5);
    told.addAll(pool.tip(2, 2));
    for (ServerChannel channel : List.of(before, between)) {
      long job = activated(told, flags == 0 ? pool.channels.groupId() : channel.id());
      assertMines(pool, channel, job, 5);
    }
  }

  /** Or a thousand channels would hear of all templates for each that opens. */
  @Test
  void aNewcomerIsToldWhatTheOthersHaveHeardAlone() {
    TestPool pool = TestPool.working(SetupFlags.REQUIRES_STANDARD_JOBS);
    List<ServerChannel> before = open(pool, 3, 0); // jobs 1 to 3
    assertThat(pool.future(2)).hasSize(3); // jobs 4 to 6
    ServerChannel between = pool.standard(); // job 7
    ServerChannel left = pool.standard(); // job 8
    pool.close(left.id());
    List<Sv2Message> told = pool.future(3);
    assertThat(told)
        .hasSize(5)
        .startsWith(standardJob(between.id(), 9, OptionalLong.empty(), between.extranoncePrefix()));
    assertThat(pool.future(4)).as("it is no newcomer any more").hasSize(4);
    List<Sv2Message> tips = pool.tip(2, 2);
    assertThat(tips).hasSize(4).allMatch(SetNewPrevHash.class::isInstance);
    for (ServerChannel channel : before) {
      assertMines(pool, channel, channel.id() + 2, 5); // ids 2 to 4
    }
    assertMines(pool, between, 9, 5);
    assertThat(pool.future(5)).hasSize(4);
  }

  @Test
  void onlyWhoHasForgottenATemplateIsToldItAgainWithItsTip() {
    TestPool pool =
        new TestPool(
            SetupFlags.REQUIRES_STANDARD_JOBS,
            TestPool.CONFIG.withChannel(ChannelConfig.DEFAULT.withBounds(2, 100)));
    pool.tip(1, 1);
    pool.standard(); // job 1
    pool.future(2); // job 2
    pool.future(3); // job 3
    ServerChannel between = pool.standard(); // job 4
    assertThat(pool.future(4)).as("2 and 3 for one, 4 for both").hasSize(4);
    assertThat(pool.tip(2, 4)).hasSize(2);
    assertThat(pool.future(5)).hasSize(2);
    assertThat(pool.future(6)).hasSize(2);
    assertThat(pool.future(7)).hasSize(2);
    List<Sv2Message> told = pool.tip(3, 5);
    assertThat(told).as("forgotten by both").hasSize(4);
    assertMines(pool, between, activated(told, between.id()), 5);
  }

  /** The job of the last SetNewPrevHash, which must have been announced before it. */
  private static long activated(List<Sv2Message> told, long channelId) {
    List<Long> announced = new ArrayList<>();
    for (Sv2Message message : told) {
      if (message instanceof NewMiningJob m && m.channelId() == channelId) {
        announced.add(m.jobId());
      } else if (message instanceof NewExtendedMiningJob m && m.channelId() == channelId) {
        announced.add(m.jobId());
      } else if (message instanceof SetNewPrevHash m && m.channelId() == channelId) {
        assertThat(announced).contains(m.jobId());
        return m.jobId();
      }
    }
    throw new AssertionError("no tip for " + channelId + ": " + told);
  }

  @Test
  void theOthersGetWhatTheyLackBeforeANewcomerIsServed() {
    TestPool pool = TestPool.working(0);
    ServerChannel before = pool.standard();
    pool.work = pool.work.withTip(TestWork.tip(2), TestWork.work(2), pool.now);
    List<Sv2Message> told = pool.openStandard(0, U256.MAX);
    long group = pool.channels.groupId();
    assertThat(told).hasSize(5).startsWith(futureJob(group, 2), prevHash(group, 2, 2));
    assertMines(pool, before, 2, 5);
    assertMines(pool, pool.channels.channel(3), 3, 5);
  }

  /** More future templates than channels keep: the one of the tip is known all the same. */
  @ParameterizedTest
  @ValueSource(longs = {0, SetupFlags.REQUIRES_STANDARD_JOBS})
  void aTemplateThatChannelsHaveForgottenCanBecomeTheCurrentOne(long flags) {
    TestPool pool =
        new TestPool(flags, TestPool.CONFIG.withChannel(ChannelConfig.DEFAULT.withBounds(1, 100)));
    pool.tip(1, 1);
    ServerChannel channel = pool.standard();
    pool.future(2); // job 2
    pool.future(3); // job 3
    List<Sv2Message> told = pool.tip(2, 2);
    long named =
        told.stream()
            .filter(SetNewPrevHash.class::isInstance)
            .map(message -> ((SetNewPrevHash) message).jobId())
            .findFirst()
            .orElseThrow();
    assertMines(pool, channel, named, 5);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, SetupFlags.REQUIRES_STANDARD_JOBS})
  void jobIdsAreNeverRepeatedOnAConnection(long flags) {
    TestPool pool = TestPool.working(flags);
    List<Long> ids = new ArrayList<>();
    for (int i = 2; i < 60; i++) {
      List<Sv2Message> told = new ArrayList<>();
      told.addAll(pool.openStandard(0, U256.MAX));
      told.addAll(pool.future(i));
      told.addAll(i % 3 == 0 ? pool.tip(i, i) : pool.current(1_000 + i));
      if (i % 7 == 0) {
        pool.close(pool.channels.groupId());
      }
      for (Sv2Message message : told) {
        if (message instanceof NewMiningJob m) {
          ids.add(m.jobId());
        } else if (message instanceof NewExtendedMiningJob m) {
          ids.add(m.jobId());
        }
      }
    }
    assertThat(ids).hasSizeGreaterThan(100).doesNotHaveDuplicates();
  }

  /** A template provider that was started anew counts from the beginning. */
  @Test
  void anotherTemplateOfTheSameIdIsAnnouncedToo() {
    TestPool pool = new TestPool(0, TestPool.CONFIG);
    pool.tip(1, 1);
    pool.standard();
    assertThat(pool.future(2)).hasSize(1);
    assertThat(pool.future(2)).as("made anew").hasSize(1);
    assertThat(pool.tip(2, 2)).hasSize(1);
  }
}
