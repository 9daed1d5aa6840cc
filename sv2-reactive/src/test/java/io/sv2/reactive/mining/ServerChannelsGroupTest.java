package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestPool.futureJob;
import static io.sv2.reactive.mining.TestPool.job;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.SetupFlags;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SetNewPrevHash;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Channels that move to groups of their own (section 5.3.22). */
class ServerChannelsGroupTest {
  private final TestPool pool = TestPool.working(0);
  private final long first = pool.channels.groupId();
  private final ServerChannel stays = pool.standard(); // job 1
  private final ServerChannel moves = pool.standard(); // job 2
  private final ServerChannel extended = pool.extended(); // job 3

  private long regroup(ServerChannel... channels) {
    return pool.channels
        .regroup(List.of(channels).stream().map(ServerChannel::id).toList())
        .groupChannelId();
  }

  private static SetNewPrevHash prevHash(long channelId, long jobId, long tip) {
    return new SetNewPrevHash(
        channelId, jobId, TestWork.tip(tip).prevHash(), NTIME, TestWork.tip(tip).nBits());
  }

  private void assertMines(ServerChannel channel, long jobId, long nonce) {
    assertThat(pool.result(channel, jobId, nonce)).isInstanceOf(ShareResult.Valid.class);
  }

  @Test
  void aGroupIsNamedLikeNoChannel() {
    assertThat(pool.channels.regroup(List.of(moves.id(), extended.id())))
        .isEqualTo(new SetGroupChannel(5, List.of(3L, 4L)));
    assertThat(pool.standard().id()).isEqualTo(6);
    assertThat(regroup(stays)).isEqualTo(7);
    assertThat(pool.channels.groupId()).isEqualTo(first);
  }

  @Test
  void eachGroupGetsItsOwnJobAndTip() {
    long made = regroup(moves, extended);
    assertThat(pool.future(2)).containsExactly(futureJob(first, 4), futureJob(made, 5));
    assertThat(pool.tip(2, 2)).containsExactly(prevHash(first, 4, 2), prevHash(made, 5, 2));
    assertThat(pool.current(3))
        .containsExactly(
            job(first, 6, OptionalLong.of(NTIME)), job(made, 7, OptionalLong.of(NTIME)));
    for (long own : new long[] {5, 7}) {
      assertMines(moves, own, own);
      assertMines(extended, own, own);
      assertThat(pool.result(stays, own, own)).isEqualTo(rejected("invalid-job-id"));
    }
    for (long others : new long[] {4, 6}) {
      assertMines(stays, others, others);
      assertThat(pool.result(moves, others, others)).isEqualTo(rejected("invalid-job-id"));
      assertThat(pool.result(extended, others, others)).isEqualTo(rejected("invalid-job-id"));
    }
  }

  @Test
  void jobsFromBeforeTheMoveStayValidOnTheirTip() {
    pool.current(2); // job 4 of the first group
    regroup(moves);
    assertMines(moves, 2, 5);
    assertMines(moves, 4, 6);
    pool.tip(2, 3);
    assertThat(pool.result(moves, 4, 7)).isEqualTo(rejected("stale-share"));
  }

  /** The future job of the group that it left is no longer what a tip makes active for it. */
  @Test
  void aTemplateIsAnnouncedAgainToTheGroupThatIsNew() {
    pool.future(2); // job 4 of the first group
    long made = regroup(moves);
    assertThat(pool.tip(2, 2))
        .containsExactly(prevHash(first, 4, 2), futureJob(made, 5), prevHash(made, 5, 2));
    assertThat(pool.result(moves, 4, 5)).isEqualTo(rejected("invalid-job-id"));
    assertMines(moves, 5, 5);
    assertMines(stays, 4, 5);
  }

  @Test
  void aGroupThatAllHaveLeftGetsNothing() {
    long second = regroup(moves);
    long third = regroup(moves);
    assertThat(third).isNotEqualTo(second);
    assertThat(pool.current(2))
        .containsExactly(
            job(first, 4, OptionalLong.of(NTIME)), job(third, 5, OptionalLong.of(NTIME)));
    pool.close(moves.id());
    assertThat(pool.current(3)).hasSize(1);
  }

  @Test
  void theFirstGroupGetsNothingWhileItIsEmpty() {
    long made = regroup(stays, moves, extended);
    assertThat(pool.current(2)).containsExactly(job(made, 4, OptionalLong.of(NTIME)));
    pool.future(3); // job 5
    ServerChannel late = pool.standard(); // job 6
    assertThat(pool.tip(2, 3))
        .containsExactlyInAnyOrder(
            futureJob(first, 7), prevHash(first, 7, 2), prevHash(made, 5, 2));
    assertMines(late, 7, 5);
    assertMines(moves, 5, 5);
  }

  @Test
  void extranoncesOfAGroupHaveOneSize() {
    regroup(stays, moves, extended);
    assertThat(stays.fullExtranonceSize()).isEqualTo(8);
    assertThat(extended.fullExtranonceSize()).isEqualTo(8);
    assertThat(extended.extranoncePrefix().length()).isEqualTo(5);
  }

  @Test
  void unknownChannelsChangeNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool.channels.regroup(List.of(moves.id(), 77L)))
        .withMessageContaining("77");
    assertThat(pool.current(2)).containsExactly(job(first, 4, OptionalLong.of(NTIME)));
  }

  @Test
  void whoRequiresStandardJobsKnowsNoGroups() {
    TestPool standard = TestPool.working(SetupFlags.REQUIRES_STANDARD_JOBS);
    long id = standard.standard().id();
    assertThatIllegalArgumentException().isThrownBy(() -> standard.channels.regroup(List.of(id)));
  }
}
