package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestPool.CONFIG;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.VERSION;
import static io.sv2.reactive.mining.TestWork.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients are told of their shares, and when. */
class ServerChannelsSharesTest {
  private static TestPool pool(int batch, Duration delay) {
    TestPool pool =
        new TestPool(0, CONFIG.withChannel(ChannelConfig.DEFAULT.withBatches(batch, delay)));
    pool.tip(1, 1);
    return pool;
  }

  private static Submission standard(TestPool pool, long channel, long sequence, long nonce) {
    return pool.channels.submit(
        new SubmitSharesStandard(channel, sequence, 1, nonce, NTIME, VERSION), pool.now);
  }

  @Test
  void acknowledgementsStandForAsManySharesAsABatchHas() {
    TestPool pool = pool(3, Duration.ofMinutes(1));
    ServerChannel channel = pool.standard();
    assertThat(standard(pool, channel.id(), 11, 1).messages()).isEmpty();
    assertThat(standard(pool, channel.id(), 12, 2).messages()).isEmpty();
    assertThat(standard(pool, channel.id(), 13, 3).messages())
        .containsExactly(new SubmitSharesSuccess(channel.id(), 13, 3, 0));
    assertThat(standard(pool, channel.id(), 14, 4).messages()).isEmpty();
  }

  @Test
  void aBatchThatIsNotFullIsAcknowledgedWhenItIsDue() {
    TestPool pool = pool(10, Duration.ofSeconds(60));
    ServerChannel channel = pool.standard();
    standard(pool, channel.id(), 11, 1);
    pool.now += 59_999;
    standard(pool, channel.id(), 12, 2);
    assertThat(pool.channels.due(pool.now)).isEmpty();
    pool.now += 1;
    assertThat(pool.channels.due(pool.now))
        .containsExactly(new SubmitSharesSuccess(channel.id(), 12, 2, 0));
    assertThat(pool.channels.due(pool.now + 3_600_000)).isEmpty();
  }

  /** By whatever happens next: a share, or a job, before which it is told. */
  @Test
  void aShareOrAJobBringsWhatIsDue() {
    TestPool pool = pool(10, Duration.ofSeconds(60));
    ServerChannel channel = pool.standard();
    standard(pool, channel.id(), 11, 1);
    pool.now += 60_000;
    assertThat(standard(pool, channel.id(), 12, 2).messages())
        .containsExactly(new SubmitSharesSuccess(channel.id(), 12, 2, 0));
    standard(pool, channel.id(), 13, 3);
    pool.now += 60_000;
    assertThat(pool.current(2))
        .hasSize(2)
        .startsWith(new SubmitSharesSuccess(channel.id(), 13, 1, 0));
  }

  @Test
  void errorsAreToldAtOnce() {
    TestPool pool = pool(10, Duration.ofMinutes(1));
    ServerChannel channel = pool.standard();
    standard(pool, channel.id(), 11, 1);
    Submission again = standard(pool, channel.id(), 12, 1);
    assertThat(again.channel()).isSameAs(channel);
    assertThat(again.result()).isEqualTo(rejected("duplicate-share"));
    assertThat(again.messages())
        .containsExactly(new SubmitSharesError(channel.id(), 12, Str0255.of("duplicate-share")));
    assertThat(pool.users.all().get("someone").rejected(Rejection.DUPLICATE_SHARE)).isEqualTo(1);
    assertThat(channel.accounting().rejected(Rejection.DUPLICATE_SHARE)).isEqualTo(1);
  }

  @Test
  void sharesGoToChannelsOfTheirKind() {
    TestPool pool = pool(10, Duration.ofMinutes(1));
    ServerChannel standard = pool.standard();
    ServerChannel extended = pool.extended();
    Submission wrong = standard(pool, extended.id(), 7, 1);
    assertThat(wrong.channel()).isNull();
    assertThat(wrong.messages())
        .containsExactly(new SubmitSharesError(extended.id(), 7, Str0255.of("invalid-channel-id")));
    for (long id : new long[] {standard.id(), pool.channels.groupId(), 77}) {
      assertThat(
              pool.channels
                  .submit(
                      new SubmitSharesExtended(id, 7, 1, 1, NTIME, VERSION, B032.EMPTY), pool.now)
                  .result())
          .isEqualTo(rejected("invalid-channel-id"));
    }
  }

  @Test
  void aBlockIsAcknowledgedAtOnce() {
    TestPool pool = new TestPool(0, CONFIG);
    Tip first = TestWork.tip(1);
    pool.tip(new Tip(first.prevHash(), NTIME, first.nBits(), U256.MAX), 1); // every hash is one
    ServerChannel channel = pool.standard();
    Submission found = standard(pool, channel.id(), 11, 1);
    assertThat(found.result()).isInstanceOf(ShareResult.Block.class);
    assertThat(found.messages()).containsExactly(new SubmitSharesSuccess(channel.id(), 11, 1, 0));
    assertThat(channel.accounting().blocks()).isEqualTo(1);
    assertThat(pool.users.all().get("someone").blocks()).isEqualTo(1);
  }

  // ---- difficulty

  /** Measures what it is told to. */
  private static final class Measured implements Vardiff {
    double rate = 1;
    final List<Double> evidence = new ArrayList<>();

    @Override
    public void accepted(double hashes, long now) {
      evidence.add(hashes);
    }

    @Override
    public void declared(double hashRate, long now) {
      rate = hashRate;
    }

    @Override
    public double hashRate(double hashesPerShare, long now) {
      return rate;
    }
  }

  private final Measured measured = new Measured();

  private TestPool measuring() {
    TestPool pool =
        new TestPool(
            0,
            CONFIG
                .withVardiff((rate, now) -> measured)
                .withChannel(ChannelConfig.DEFAULT.withBatches(1, Duration.ofMinutes(1))));
    pool.tip(1, 1);
    return pool;
  }

  @Test
  void aShareCanChangeTheTarget() {
    TestPool pool = measuring();
    ServerChannel channel = pool.standard();
    measured.rate = 1e6;
    U256 target = Target.forHashRate(1e6, 60);
    assertThat(standard(pool, channel.id(), 11, 1).messages())
        .containsExactly(
            new SubmitSharesSuccess(channel.id(), 11, 1, 0), new SetTarget(channel.id(), target));
    assertThat(channel.target()).isEqualTo(target);
    assertThat(standard(pool, channel.id(), 12, 2).messages())
        .containsExactly(new SubmitSharesSuccess(channel.id(), 12, 1, 0));
    assertThat(measured.evidence).containsExactly(1.0, 1.0); // at the job's target, of any hash
  }

  @Test
  void timeCanChangeTheTargetAndJobsComeAfterIt() {
    TestPool pool = measuring();
    ServerChannel channel = pool.standard();
    measured.rate = 1e6;
    assertThat(pool.channels.due(pool.now))
        .containsExactly(new SetTarget(channel.id(), Target.forHashRate(1e6, 60)));
    measured.rate = 2e6;
    List<Sv2Message> told = pool.current(2);
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).isEqualTo(new SetTarget(channel.id(), Target.forHashRate(2e6, 60)));
    assertThat(pool.result(channel, 1, 5)).isInstanceOf(ShareResult.Valid.class);
    assertThat(pool.result(channel, 2, 6)).isEqualTo(rejected("difficulty-too-low"));
  }

  @Test
  void refusedSharesAreNoEvidenceOfWork() {
    TestPool pool = measuring();
    ServerChannel channel = pool.standard();
    standard(pool, channel.id(), 11, 1);
    standard(pool, channel.id(), 12, 1);
    assertThat(measured.evidence).hasSize(1);
  }

  @Test
  void noMeasurementGoesBeyondTheDevicesMaximum() {
    TestPool pool = measuring();
    U256 low = U256.ofHex("00" + "f".repeat(62));
    pool.openStandard(0, low);
    measured.rate = 1e-12;
    assertThat(pool.channels.due(pool.now)).isEmpty();
    assertThat(pool.channels.channel(2).target()).isEqualTo(low);
  }

  // ---- the budget of a connection

  private static Submission onTip(TestPool pool, ServerChannel channel, long job, long nonce) {
    return pool.channels.submit(
        new SubmitSharesStandard(channel.id(), 1, job, nonce, NTIME, VERSION), pool.now);
  }

  private static long newestJob(List<Sv2Message> messages) {
    return messages.stream()
        .filter(NewExtendedMiningJob.class::isInstance)
        .mapToLong(message -> ((NewExtendedMiningJob) message).jobId())
        .max()
        .orElseThrow();
  }

  @Test
  void channelsOfAConnectionRememberNoMoreThanTheirBudget() {
    TestPool pool = new TestPool(0, CONFIG.withMaxSeenShares(3));
    pool.tip(1, 1);
    ServerChannel first = pool.standard();
    ServerChannel second = pool.standard();
    assertThat(standard(pool, first.id(), 1, 1).result()).isInstanceOf(ShareResult.Valid.class);
    assertThat(onTip(pool, second, 2, 1).result()).isInstanceOf(ShareResult.Valid.class);
    assertThat(onTip(pool, second, 2, 2).result()).isInstanceOf(ShareResult.Valid.class);
    assertThat(pool.channels.seenShares()).isEqualTo(3);
    assertThat(onTip(pool, second, 2, 3).result()).isEqualTo(Rejection.TOO_MANY_SHARES.result());
    assertThat(standard(pool, first.id(), 1, 2).result())
        .isEqualTo(Rejection.TOO_MANY_SHARES.result());
    assertThat(standard(pool, first.id(), 1, 1).result()).isEqualTo(rejected("duplicate-share"));
    assertThat(pool.channels.seenShares()).isEqualTo(3);
  }

  /** The client is told as of any share that does not count. */
  @Test
  void aShareThatFindsNoRoomIsInvalidAndSeenByVardiff() {
    List<Double> work = new ArrayList<>();
    Vardiff.Factory counting =
        (rate, now) ->
            new Vardiff() {
              @Override
              public void accepted(double hashes, long when) {
                work.add(hashes);
              }

              @Override
              public void declared(double hashRate, long when) {}

              @Override
              public double hashRate(double hashesPerShare, long when) {
                return rate;
              }
            };
    TestPool pool = new TestPool(0, CONFIG.withMaxSeenShares(1).withVardiff(counting));
    pool.tip(1, 1);
    ServerChannel channel = pool.standard();
    standard(pool, channel.id(), 1, 1);
    assertThat(standard(pool, channel.id(), 2, 2).messages())
        .containsExactly(new SubmitSharesError(channel.id(), 2, Str0255.of("invalid-share")));
    standard(pool, channel.id(), 3, 1); // a duplicate is no work
    assertThat(work).hasSize(2);
    assertThat(work.get(1)).isEqualTo(work.get(0));
    assertThat(channel.accounting().rejected(Rejection.TOO_MANY_SHARES)).isEqualTo(1);
    assertThat(channel.accounting().accepted()).isEqualTo(1);
  }

  @Test
  void moreChannelsHaveRoomForMoreShares() {
    assertThat(CONFIG.maxSeenShares()).isEqualTo(1_000_000);
    assertThat(CONFIG.withMaxChannels(10).maxSeenShares()).isEqualTo(1_000_000);
    assertThat(CONFIG.withMaxChannels(10_000).maxSeenShares()).isEqualTo(10_000_000);
    assertThat(CONFIG.withMaxChannels(Integer.MAX_VALUE).maxSeenShares())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(CONFIG.withMaxSeenShares(7).withMaxChannels(1).maxSeenShares()).isEqualTo(1_000);
  }

  @Test
  void aTipAndAClosedChannelGiveTheirSharesBack() {
    TestPool pool = new TestPool(0, CONFIG.withMaxSeenShares(3));
    pool.tip(1, 1);
    ServerChannel first = pool.standard();
    ServerChannel second = pool.standard();
    standard(pool, first.id(), 1, 1);
    standard(pool, first.id(), 1, 2);
    onTip(pool, second, 2, 1);
    pool.channels.close(new CloseChannel(first.id(), Str0255.of("done")));
    assertThat(pool.channels.seenShares()).isEqualTo(1);
    assertThat(onTip(pool, second, 2, 2).result()).isInstanceOf(ShareResult.Valid.class);
    long job = newestJob(pool.tip(2, 2));
    assertThat(pool.channels.seenShares()).isZero();
    for (long nonce = 1; nonce <= 3; nonce++) {
      assertThat(onTip(pool, second, job, nonce).result()).isInstanceOf(ShareResult.Valid.class);
    }
    assertThat(onTip(pool, second, job, 4).result()).isEqualTo(Rejection.TOO_MANY_SHARES.result());
    pool.tip(2, 3); // the same tip: nothing is forgotten
    assertThat(pool.channels.seenShares()).isEqualTo(3);
    long again = newestJob(pool.tip(1, 4)); // back on the first
    assertThat(pool.channels.seenShares()).isEqualTo(2);
    assertThat(onTip(pool, second, again, 9).result()).isInstanceOf(ShareResult.Valid.class);
    assertThat(onTip(pool, second, again, 10).result())
        .isEqualTo(Rejection.TOO_MANY_SHARES.result());
    pool.channels.closeAll();
    assertThat(pool.channels.seenShares()).isZero();
  }

  @Test
  void aBlockIsFoundBeyondTheBudgetToo() {
    TestPool pool = new TestPool(0, CONFIG.withMaxSeenShares(1));
    Tip tip = TestWork.tip(1);
    pool.tip(new Tip(tip.prevHash(), tip.minNtime(), tip.nBits(), U256.MAX), 1);
    ServerChannel channel = pool.standard();
    for (long nonce = 1; nonce <= 3; nonce++) {
      assertThat(standard(pool, channel.id(), 1, nonce).result())
          .isInstanceOf(ShareResult.Block.class);
    }
    assertThat(pool.channels.seenShares()).isEqualTo(3);
  }
}
