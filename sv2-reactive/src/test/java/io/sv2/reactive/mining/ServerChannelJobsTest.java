package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NOW;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.PREFIX;
import static io.sv2.reactive.mining.TestWork.rejected;
import static io.sv2.reactive.mining.TestWork.share;
import static io.sv2.reactive.mining.TestWork.tip;
import static io.sv2.reactive.mining.TestWork.validOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import org.junit.jupiter.api.Test;

/** Which jobs shares are accepted for. */
class ServerChannelJobsTest {
  private static final Tip FIRST = tip(1);
  private static final Tip SECOND = tip(2);
  private static final U256 HALF = U256.ofHex("7" + "f".repeat(63));

  /** Two jobs and two future jobs. */
  private final ServerChannel channel =
      new ServerChannel(
          1, "someone", PREFIX, 0, U256.MAX, ChannelConfig.DEFAULT.withBounds(2, 100), NOW);

  /** A future job that becomes the one of {@code tip} at once. */
  private Job activate(long jobId, Tip tip, long now) {
    channel.addFuture(jobId, TestWork.work(jobId));
    return channel.activate(jobId, tip, NTIME, now);
  }

  @Test
  void futureJobIsNotForWorkYet() {
    Job job = channel.addFuture(1, TestWork.work(50));
    assertThat(job.id()).isEqualTo(1);
    assertThat(job.tip()).isNull();
    assertThat(job.target()).isNull();
    assertThat(job.extranoncePrefix()).isEqualTo(PREFIX);
    assertThat(channel.submit(share(1, 5), NOW)).isEqualTo(rejected("invalid-job-id"));
  }

  @Test
  void tipMakesTheFutureJobOfItsTemplateActive() {
    channel.addFuture(1, TestWork.work(50));
    Job other = channel.addFuture(2, TestWork.work(51));
    Job active = channel.activate(51, FIRST, NTIME, NOW);
    assertThat(active.id()).isEqualTo(2);
    assertThat(active.template()).isSameAs(other.template());
    assertThat(active.tip()).isEqualTo(FIRST);
    assertThat(active.target()).isEqualTo(ShareTarget.of(U256.MAX));
    assertThat(active.extranoncePrefix()).isEqualTo(PREFIX);
    assertThat(active.minNtime()).isEqualTo(NTIME);
    assertThat(active.activeSince()).isEqualTo(NOW);
    assertThat(channel.submit(share(2, 5), NOW)).isEqualTo(validOn(FIRST, share(2, 5)));
  }

  @Test
  void otherFutureJobsEndWithTheTip() {
    channel.addFuture(1, TestWork.work(50));
    channel.addFuture(2, TestWork.work(51));
    channel.activate(51, FIRST, NTIME, NOW);
    assertThat(channel.submit(share(1, 5), NOW)).isEqualTo(rejected("invalid-job-id"));
    assertThat(channel.activate(50, SECOND, NTIME, NOW)).isNull();
  }

  @Test
  void unknownTemplateChangesNothing() {
    activate(1, FIRST, NOW);
    channel.addFuture(2, TestWork.work(51));
    assertThat(channel.activate(99, SECOND, NTIME, NOW)).isNull();
    assertThat(channel.submit(share(1, 5), NOW + 5_000)).isEqualTo(validOn(FIRST, share(1, 5)));
    assertThat(channel.activate(51, SECOND, NTIME, NOW)).isNotNull();
  }

  @Test
  void oldestJobGoesBeyondTheBound() {
    for (long job = 1; job <= 3; job++) {
      channel.addActive(job, TestWork.work(job), FIRST, NTIME, NOW);
    }
    assertThat(channel.submit(share(1, 1), NOW)).isEqualTo(rejected("invalid-job-id"));
    assertThat(channel.submit(share(2, 2), NOW)).isEqualTo(validOn(FIRST, share(2, 2)));
    assertThat(channel.submit(share(3, 3), NOW)).isEqualTo(validOn(FIRST, share(3, 3)));
  }

  @Test
  void oldestFutureJobGoesBeyondTheBound() {
    for (long job = 1; job <= 3; job++) {
      channel.addFuture(job, TestWork.work(50 + job));
    }
    assertThat(channel.activate(51, FIRST, NTIME, NOW)).isNull();
    assertThat(channel.activate(52, FIRST, NTIME, NOW)).isNotNull();
  }

  @Test
  void templateAnnouncedAgainHasTheNewJobId() {
    channel.addFuture(1, TestWork.work(50));
    channel.addFuture(2, TestWork.work(50));
    assertThat(channel.activate(50, FIRST, NTIME, NOW).id()).isEqualTo(2);
    assertThat(channel.submit(share(1, 5), NOW)).isEqualTo(rejected("invalid-job-id"));
  }

  @Test
  void templateAnnouncedAgainCostsNoOtherJob() {
    channel.addFuture(1, TestWork.work(50));
    channel.addFuture(2, TestWork.work(51));
    channel.addFuture(3, TestWork.work(51));
    assertThat(channel.activate(50, FIRST, NTIME, NOW)).isNotNull();
  }

  @Test
  void newTargetIsForFutureAndLaterJobsOnly() {
    activate(1, FIRST, NOW);
    channel.addFuture(2, TestWork.work(51));
    channel.setTarget(HALF);
    assertThat(channel.target()).isEqualTo(HALF);
    assertThat(channel.submit(share(1, 5), NOW)).isEqualTo(validOn(FIRST, share(1, 5)));
    assertThat(channel.addActive(3, TestWork.work(52), FIRST, NTIME, NOW).target())
        .isEqualTo(ShareTarget.of(HALF));
    assertThat(channel.activate(51, SECOND, NTIME, NOW).target()).isEqualTo(ShareTarget.of(HALF));
  }

  /** However long it had been known before. */
  @Test
  void headerTimeOfAFutureJobCountsFromItsActivation() {
    channel.addFuture(1, TestWork.work(50));
    channel.activate(50, FIRST, NTIME + 100, NOW + 60_000);
    Share ahead = new Share(1, 1, 5, NTIME + 106, TestWork.VERSION, B032.EMPTY);
    assertThat(channel.submit(ahead, NOW + 60_999)).isEqualTo(rejected("invalid-share"));
    assertThat(channel.submit(ahead, NOW + 61_000)).isEqualTo(validOn(FIRST, ahead));
    assertThat(channel.submit(share(1, 5), NOW + 61_000)).isEqualTo(rejected("invalid-share"));
  }
}
