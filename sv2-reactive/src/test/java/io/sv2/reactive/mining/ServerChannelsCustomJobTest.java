package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestPool.CONFIG;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.VERSION;
import static io.sv2.reactive.mining.TestWork.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.SetupFlags;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.SetCustomMiningJobError;
import io.sv2.codec.mining.SetCustomMiningJobSuccess;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Work that clients choose: what is promised, and that the promise is kept (section 5.3.18). */
class ServerChannelsCustomJobTest {
  private static final B032 ROLLED = B032.ofHex("a1b2c3");

  private final TestPool pool = pool(Duration.ZERO);
  private final ServerChannel channel = pool.extended();

  private static TestPool pool(Duration grace) {
    TestPool pool =
        new TestPool(
            SetupFlags.REQUIRES_WORK_SELECTION,
            CONFIG.withChannel(ChannelConfig.DEFAULT.withLateShareGrace(grace)));
    pool.tip(1, 1);
    return pool;
  }

  private static List<Sv2Message> set(TestPool pool, TestCustomJob job, CustomJobToken token) {
    return pool.channels.custom(job.message(), CustomJobRules.DEFAULT, token, pool.work, pool.now);
  }

  /** The id of a job that is accepted. */
  private static long set(TestPool pool, TestCustomJob job) {
    List<Sv2Message> answer = set(pool, job, TestCustomJob.agreed());
    return ((SetCustomMiningJobSuccess) answer.get(answer.size() - 1)).jobId();
  }

  private static Share share(long jobId, long nonce, long ntime) {
    return new Share(1, jobId, nonce, ntime, VERSION, ROLLED);
  }

  private static ShareResult submit(TestPool pool, ServerChannel channel, Share share) {
    return pool.channels
        .submit(
            new SubmitSharesExtended(
                channel.id(),
                1,
                share.jobId(),
                share.nonce(),
                share.ntime(),
                share.version(),
                share.extranonce()),
            pool.now)
        .result();
  }

  private static ShareResult submit(TestPool pool, ServerChannel channel, long job, long nonce) {
    return submit(pool, channel, share(job, nonce, NTIME));
  }

  private static ShareResult valid(ServerChannel channel, Share share, Tip tip) {
    return new ShareResult.Valid(
        TestCustomJob.headerHash(share, tip, channel.extranoncePrefix().toHex() + ROLLED.toHex()),
        ShareTarget.of(channel.target()));
  }

  private static List<Sv2Message> refused(long channelId, String code) {
    return List.of(new SetCustomMiningJobError(channelId, 5, Str0255.of(code)));
  }

  @Test
  void sharesOfAJobThatPassesAreAccepted() {
    assertThat(set(pool, new TestCustomJob(channel.id()), TestCustomJob.agreed()))
        .containsExactly(new SetCustomMiningJobSuccess(channel.id(), 5, 2));
    Share share = share(2, 7, NTIME);
    assertThat(submit(pool, channel, share)).isEqualTo(valid(channel, share, TestWork.tip(1)));
    assertThat(submit(pool, channel, share)).isEqualTo(rejected("duplicate-share"));
    assertThat(submit(pool, channel, 1, 7)).isInstanceOf(ShareResult.Valid.class); // the pool's
  }

  @Test
  void aGroupsJobIsThatOfEachOfItsChannels() {
    ServerChannel other = pool.extended();
    long group = pool.channels.groupId();
    assertThat(set(pool, new TestCustomJob(group), TestCustomJob.agreed()))
        .containsExactly(new SetCustomMiningJobSuccess(group, 5, 3));
    for (ServerChannel each : List.of(channel, other)) {
      Share share = share(3, 7, NTIME);
      assertThat(submit(pool, each, share)).isEqualTo(valid(each, share, TestWork.tip(1)));
    }
  }

  @Test
  void whoHasNotSelectedWorkCannotChooseIt() {
    TestPool plain = TestPool.working(0);
    ServerChannel extended = plain.extended();
    assertThat(set(plain, new TestCustomJob(extended.id()), TestCustomJob.agreed()))
        .isEqualTo(refused(extended.id(), ErrorCodes.JD_NOT_SUPPORTED));
  }

  @Test
  void channelOrGroupHasToBeThereAndNotEmpty() {
    assertThat(set(pool, new TestCustomJob(77), TestCustomJob.agreed()))
        .isEqualTo(refused(77, ErrorCodes.INVALID_CHANNEL_ID));
    pool.close(channel.id());
    for (long id : new long[] {channel.id(), pool.channels.groupId()}) {
      assertThat(set(pool, new TestCustomJob(id), TestCustomJob.agreed()))
          .isEqualTo(refused(id, ErrorCodes.INVALID_CHANNEL_ID));
    }
  }

  @Test
  void whatTheRulesRefuseMakesNoJob() {
    TestCustomJob stale = new TestCustomJob(channel.id()).on(TestWork.tip(2));
    assertThat(set(pool, stale, TestCustomJob.agreed()))
        .isEqualTo(refused(channel.id(), ErrorCodes.STALE_CHAIN_TIP));
    assertThat(set(pool, new TestCustomJob(channel.id()), new CustomJobToken.Unknown()))
        .isEqualTo(refused(channel.id(), ErrorCodes.INVALID_MINING_JOB_TOKEN));
    assertThat(submit(pool, channel, 2, 7)).isEqualTo(rejected("invalid-job-id"));
    assertThat(set(pool, new TestCustomJob(channel.id()))).isEqualTo(2);
  }

  @Test
  void aCustomJobHasTheTargetAndThePrefixOfWhenItCame() {
    long before = set(pool, new TestCustomJob(channel.id()));
    String prefix = channel.extranoncePrefix().toHex();
    pool.channels.changePrefix(channel.id());
    long after = set(pool, new TestCustomJob(channel.id()));
    Share old = share(before, 7, NTIME);
    assertThat(submit(pool, channel, old))
        .isEqualTo(
            new ShareResult.Valid(
                TestCustomJob.headerHash(old, TestWork.tip(1), prefix + ROLLED.toHex()),
                ShareTarget.of(channel.target())));
    Share later = share(after, 7, NTIME);
    assertThat(submit(pool, channel, later)).isEqualTo(valid(channel, later, TestWork.tip(1)));
  }

  /** Two in a row: what was of the first is late, then forgotten. */
  @ParameterizedTest
  @CsvSource({"0, false", "2000, true"})
  void tipsMakeCustomJobsLate(long graceMillis, boolean counts) {
    TestPool graceful = pool(Duration.ofMillis(graceMillis));
    ServerChannel open = graceful.extended();
    long first = set(graceful, new TestCustomJob(open.id()));
    graceful.tip(2, 2);
    long second = set(graceful, new TestCustomJob(open.id()).on(TestWork.tip(2)));
    graceful.now += 1_999;
    Share late = share(first, 7, NTIME);
    assertThat(submit(graceful, open, late))
        .isEqualTo(counts ? valid(open, late, TestWork.tip(1)) : rejected("stale-share"));
    assertThat(submit(graceful, open, late))
        .isEqualTo(rejected(counts ? "duplicate-share" : "stale-share"));
    Share onTip = share(second, 7, NTIME);
    assertThat(submit(graceful, open, onTip)).isEqualTo(valid(open, onTip, TestWork.tip(2)));
    graceful.tip(3, 3);
    long third = set(graceful, new TestCustomJob(open.id()).on(TestWork.tip(3)));
    assertThat(submit(graceful, open, first, 8)).isEqualTo(rejected("invalid-job-id"));
    Share onLast = share(third, 7, NTIME);
    assertThat(submit(graceful, open, onLast)).isEqualTo(valid(open, onLast, TestWork.tip(3)));
    graceful.now += 2_000;
    assertThat(submit(graceful, open, second, 8)).isEqualTo(rejected("stale-share"));
  }

  /** Whose template provider is faster than this connection's turn to be told of the tip. */
  @Test
  void aJobThatComesBeforeItsTipWasToldIsNotMadeStaleByIt() {
    long first = set(pool, new TestCustomJob(channel.id()));
    pool.work = pool.work.withTip(TestWork.tip(2), TestWork.work(2), pool.now);
    long second = set(pool, new TestCustomJob(channel.id()).on(TestWork.tip(2)));
    pool.channels.update(pool.work, pool.now);
    Share share = share(second, 7, NTIME);
    assertThat(submit(pool, channel, share)).isEqualTo(valid(channel, share, TestWork.tip(2)));
    assertThat(submit(pool, channel, first, 7)).isEqualTo(rejected("stale-share"));
    pool.tip(3, 3);
    assertThat(submit(pool, channel, second, 8)).isEqualTo(rejected("stale-share"));
  }

  /** Header times may be as late as the tip's plus what has passed since (section 5.3.11). */
  @ParameterizedTest
  @CsvSource({"0", "-600"})
  void timeThatHasPassedBeforeAJobCameIsNotLost(long behind) {
    pool.now += 300_000;
    TestCustomJob job = new TestCustomJob(channel.id());
    job.minNtime += behind;
    long id = set(pool, job);
    pool.now += 10_000;
    Share now = share(id, 7, NTIME + 310);
    assertThat(submit(pool, channel, now)).isEqualTo(valid(channel, now, TestWork.tip(1)));
    Share ahead = share(id, 7, NTIME + 316); // of which five seconds are for clocks
    assertThat(submit(pool, channel, ahead)).isEqualTo(rejected("invalid-share"));
    Share early = share(id, 7, NTIME + behind - 1);
    assertThat(submit(pool, channel, early)).isEqualTo(rejected("invalid-share"));
  }

  @Test
  void timesOfAJobThatIsAheadCountFromItsOwn() {
    TestCustomJob job = new TestCustomJob(channel.id());
    job.minNtime += 3_600;
    long id = set(pool, job);
    Share first = share(id, 7, NTIME + 3_605);
    assertThat(submit(pool, channel, first)).isEqualTo(valid(channel, first, TestWork.tip(1)));
    assertThat(submit(pool, channel, share(id, 7, NTIME + 3_606)))
        .isEqualTo(rejected("invalid-share"));
  }
}
