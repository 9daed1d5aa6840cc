package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.mining.UpdateChannelError;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What clients say of their channels later on. */
class ServerChannelsUpdateTest {
  private static final U256 HALF = U256.ofHex("7" + "f".repeat(63));

  private final TestPool pool = TestPool.working(0);
  private final ServerChannel channel = pool.standard();

  private List<Sv2Message> update(long id, float hashRate, U256 maximumTarget) {
    return pool.channels.update(new UpdateChannel(id, hashRate, maximumTarget), pool.now);
  }

  @Test
  void anotherHashRateIsAnotherTarget() {
    U256 target = Target.forHashRate(1e6, 60);
    assertThat(update(channel.id(), 1e6f, U256.MAX))
        .containsExactly(new SetTarget(channel.id(), target));
    assertThat(channel.target()).isEqualTo(target);
    assertThat(update(channel.id(), 1e6f, U256.MAX)).isEmpty();
    assertThat(update(channel.id(), 0, U256.MAX))
        .containsExactly(new SetTarget(channel.id(), U256.MAX));
  }

  /** Section 5.3.7: the server must reflect it. */
  @Test
  void aLowerMaximumHoldsAtOnceAndUntilItIsTakenBack() {
    assertThat(update(channel.id(), 0, HALF)).containsExactly(new SetTarget(channel.id(), HALF));
    pool.now += 3_600_000;
    assertThat(pool.channels.due(pool.now)).isEmpty();
    assertThat(update(channel.id(), 0, U256.MAX))
        .containsExactly(new SetTarget(channel.id(), U256.MAX));
  }

  @Test
  void theJobAtHandKeepsItsTargetAndLaterOnesHaveTheNewOne() {
    pool.future(2);
    update(channel.id(), 1e12f, U256.MAX);
    assertThat(pool.result(channel, 1, 5)).isInstanceOf(ShareResult.Valid.class);
    pool.current(3);
    assertThat(pool.result(channel, 3, 6)).isEqualTo(rejected("difficulty-too-low"));
    pool.tip(2, 2);
    assertThat(pool.result(channel, 2, 7)).isEqualTo(rejected("difficulty-too-low"));
  }

  @Test
  void declaredRatesAreAccounted() {
    update(channel.id(), 500, U256.MAX);
    assertThat(pool.users.all().get("someone").declaredHashRate()).isEqualTo(500);
    update(channel.id(), 200, HALF);
    assertThat(pool.users.all().get("someone").declaredHashRate()).isEqualTo(200);
    pool.close(channel.id());
    assertThat(pool.users.all().get("someone").declaredHashRate()).isZero();
  }

  /** Groups are no channels: they have neither a rate nor a maximum. */
  @Test
  void whatIsNoChannelCannotBeUpdated() {
    for (long id : new long[] {77, pool.channels.groupId()}) {
      assertThat(update(id, 1, U256.MAX))
          .containsExactly(new UpdateChannelError(id, Str0255.of(ErrorCodes.INVALID_CHANNEL_ID)));
    }
  }

  @Test
  void aMaximumThatNoHashMeetsChangesNothing() {
    assertThat(update(channel.id(), 1e6f, U256.ZERO))
        .containsExactly(
            new UpdateChannelError(channel.id(), Str0255.of(ErrorCodes.MAX_TARGET_OUT_OF_RANGE)));
    assertThat(channel.target()).isEqualTo(U256.MAX);
    assertThat(pool.users.all().get("someone").declaredHashRate()).isZero();
  }

  @Test
  void aClosedChannelIsUnknownAndItsIndexRests() {
    ServerChannel other = pool.extended();
    pool.close(channel.id());
    assertThat(pool.channels.channel(channel.id())).isNull();
    assertThat(pool.channels.size()).isEqualTo(1);
    assertThat(pool.space.channels()).isEqualTo(1);
    assertThat(pool.result(channel, 1, 5)).isEqualTo(rejected("invalid-channel-id"));
    assertThat(pool.result(other, 2, 5)).isInstanceOf(ShareResult.Valid.class);
    assertThat(update(channel.id(), 1, U256.MAX)).hasSize(1);
  }

  @Test
  void closingWhatIsNotThereIsNoError() {
    pool.close(77);
    pool.close(channel.id());
    pool.close(channel.id());
    assertThat(pool.channels.size()).isZero();
    assertThat(pool.space.channels()).isZero();
  }

  /** Section 5.3.9. Channels of other groups stay; the first group takes new ones again. */
  @Test
  void closingAGroupClosesItsChannels() {
    ServerChannel moved = pool.standard();
    pool.extended();
    long made = pool.channels.regroup(List.of(moved.id())).groupChannelId();
    pool.close(pool.channels.groupId());
    assertThat(pool.channels.size()).isEqualTo(1);
    assertThat(pool.channels.channel(moved.id())).isSameAs(moved);
    pool.close(made);
    assertThat(pool.channels.size()).isZero();
    assertThat(pool.space.channels()).isZero();
    assertThat(pool.current(2)).isEmpty();
    ServerChannel late = pool.standard();
    assertThat(pool.current(3)).hasSize(1);
    assertThat(pool.result(late, 5, 5)).isInstanceOf(ShareResult.Valid.class);
  }

  @Test
  void theEndOfAConnectionGivesAllBack() {
    Stream.generate(pool::extended).limit(5).forEach(open -> {});
    pool.channels.closeAll();
    assertThat(pool.channels.size()).isZero();
    assertThat(pool.space.channels()).isZero();
    assertThat(pool.users.all().get("someone").channels()).isZero();
  }
}
