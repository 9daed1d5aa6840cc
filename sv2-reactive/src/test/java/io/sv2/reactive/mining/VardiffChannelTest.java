package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.SetupFlags;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A miner that really hashes, in virtual time, on a channel of a server: 6 shares a minute. */
class VardiffChannelTest {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final float DECLARED = 50;
  private static final Tip TIP = TestWork.tip(1);

  private final ServerChannels server =
      new ServerChannels(
          SetupFlags.REQUIRES_STANDARD_JOBS,
          ServerChannelsConfig.of(new TargetPolicy(6, 1)),
          new ExtranonceSpace(ExtranonceLayout.ofPool(1, 3), 10),
          new UserAccounts(10, Duration.ofMinutes(10)));
  private Work work =
      Work.NONE.withFuture(TestWork.work(1), 1).withTip(TIP, TestWork.work(1), TestWork.NOW);
  private long now = TestWork.NOW;
  private long channelId;
  private U256 told = U256.ZERO; // holds for jobs that come
  private U256 target = U256.ZERO; // of the job
  private long jobId;
  private long ntime = TestWork.NTIME;
  private final byte[] header = new byte[80];
  private int nonce;
  private int changes;

  private void receive(List<Sv2Message> messages) {
    for (Sv2Message message : messages) {
      if (message instanceof OpenStandardMiningChannelSuccess success) {
        channelId = success.channelId();
        told = success.target();
      } else if (message instanceof SetTarget set) {
        told = set.maximumTarget();
        changes++;
      } else if (message instanceof NewMiningJob job) {
        jobId = job.jobId();
        target = told;
        INT.set(header, 0, (int) job.version());
        TIP.prevHash().writeTo(header, 4);
        job.merkleRoot().writeTo(header, 36);
        ntime = job.minNtime().orElse(ntime);
        INT.set(header, 68, (int) ntime);
        INT.set(header, 72, (int) TIP.nBits());
      }
    }
  }

  private void open() {
    receive(
        server.open(
            new OpenStandardMiningChannel(1, Str0255.of("user"), DECLARED, U256.MAX), work, now));
  }

  /** Mines for so many minutes; how many shares a minute there were. */
  private double mine(int minutes, int hashesPerSecond) {
    int shares = 0;
    for (int second = 0; second < minutes * 60; second++) {
      if (second % 30 == 0) {
        work = work.withCurrent(TestWork.work(1));
        receive(server.update(work, now));
      }
      for (int i = 0; i < hashesPerSecond; i++) {
        INT.set(header, 76, ++nonce);
        if (Sha256d.of(header).compareTo(target) <= 0) {
          shares++;
          submit(now + i * 1_000L / hashesPerSecond);
        }
      }
      now += 1_000;
    }
    return shares / (double) minutes;
  }

  /** Also what was found on a job from before its channel's target was changed. */
  private void submit(long time) {
    Submission submission =
        server.submit(
            new SubmitSharesStandard(
                channelId, 1, jobId, nonce & 0xffff_ffffL, ntime, TestWork.VERSION),
            time);
    assertThat(submission.result()).isInstanceOf(ShareResult.Valid.class);
    receive(submission.messages());
  }

  private double aimedAt() {
    return Target.hashes(told) * 6 / 60;
  }

  @Test
  void targetsFollowTheMinerJobByJob() {
    open();
    assertThat(mine(30, 50)).isBetween(4.0, 8.0);
    assertThat(changes).isLessThanOrEqualTo(1);

    double flood = mine(5, 1_000);
    assertThat(flood).isBetween(10.0, 60.0); // it would be 120
    assertThat(mine(15, 1_000)).isBetween(4.0, 9.0);
    assertThat(aimedAt()).isBetween(600.0, 1_500.0);

    assertThat(mine(20, 50)).isLessThan(4);
    assertThat(mine(30, 50)).isBetween(4.0, 9.0);
    assertThat(aimedAt()).isBetween(30.0, 75.0);
    assertThat(changes).isLessThan(25);
  }

  /** No share says more about a miner that is away than that it is away. */
  @Test
  void theFloorHoldsWhateverTheMinerDoes() {
    open();
    mine(600, 0);
    assertThat(aimedAt()).isBetween(0.9, 1.1);
  }

  @Test
  void whatIsDeclaredOnceMoreDoesNotUndoWhatWasMeasured() {
    open();
    mine(10, 1_000);
    U256 measured = told;
    assertThat(server.update(new UpdateChannel(channelId, DECLARED, U256.MAX), now)).isEmpty();
    assertThat(told).isEqualTo(measured);
    assertThat(server.update(new UpdateChannel(channelId, 1e6f, U256.MAX), now))
        .containsExactly(new SetTarget(channelId, Target.forHashRate(1e6, 6)));
  }
}
