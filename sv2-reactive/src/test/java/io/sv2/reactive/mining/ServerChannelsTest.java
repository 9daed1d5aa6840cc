package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestPool.CONFIG;
import static io.sv2.reactive.mining.TestPool.futureJob;
import static io.sv2.reactive.mining.TestPool.standardJob;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.SetupFlags;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What channels are opened, and what they are told first. */
class ServerChannelsTest {
  private static final U256 HALF = U256.ofHex("7" + "f".repeat(63));

  private static List<Sv2Message> refused(String code) {
    return List.of(new OpenMiningChannelError(9, Str0255.of(code)));
  }

  private static void assertNothingKept(TestPool pool) {
    assertThat(pool.channels.size()).isZero();
    assertThat(pool.space.channels()).isZero();
    assertThat(pool.users.all()).isEmpty();
  }

  /** Two seconds and a half after the tip. */
  @Test
  void standardChannelGetsAFutureJobAndTheTipThatActivatesIt() {
    TestPool pool = TestPool.working(0);
    pool.now += 2_500;
    B032 prefix = B032.ofHex("0001" + "000000" + "000000");
    assertThat(pool.openStandard(0, U256.MAX))
        .containsExactly(
            new OpenStandardMiningChannelSuccess(9, 2, U256.MAX, prefix, pool.channels.groupId()),
            standardJob(2, 1, OptionalLong.empty(), prefix),
            new SetNewPrevHash(
                2, 1, TestWork.tip(1).prevHash(), NTIME + 2, TestWork.tip(1).nBits()));
  }

  @Test
  void extendedChannelGetsAFutureJobAndTheTipThatActivatesIt() {
    TestPool pool = TestPool.working(0);
    assertThat(pool.openExtended(0, U256.MAX, TestPool.ROLLED))
        .containsExactly(
            new OpenExtendedMiningChannelSuccess(
                9, 2, U256.MAX, 3, B032.ofHex("0001000000"), pool.channels.groupId()),
            futureJob(2, 1),
            new SetNewPrevHash(2, 1, TestWork.tip(1).prevHash(), NTIME, TestWork.tip(1).nBits()));
    assertThat(pool.result(pool.channels.channel(2), 1, 5)).isInstanceOf(ShareResult.Valid.class);
  }

  @Test
  void beforeThereIsWorkAChannelIsOpenedWithout() {
    TestPool pool = new TestPool(0);
    assertThat(pool.openStandard(0, U256.MAX)).hasSize(1);
    assertThat(pool.tip(1, 1))
        .containsExactly(
            futureJob(pool.channels.groupId(), 1),
            new SetNewPrevHash(
                pool.channels.groupId(),
                1,
                TestWork.tip(1).prevHash(),
                NTIME,
                TestWork.tip(1).nBits()));
  }

  @Test
  void whoRequiresWorkSelectionGetsNoStandardChannel() {
    TestPool pool = TestPool.working(SetupFlags.REQUIRES_WORK_SELECTION);
    assertThat(pool.openStandard(0, U256.MAX))
        .isEqualTo(refused(ErrorCodes.STANDARD_CHANNELS_NOT_SUPPORTED_FOR_CUSTOM_WORK));
    assertNothingKept(pool);
    assertThat(pool.extended().isExtended()).isTrue();
  }

  @Test
  void whoRequiresStandardJobsGetsNoExtendedChannel() {
    TestPool pool = TestPool.working(SetupFlags.REQUIRES_STANDARD_JOBS);
    assertThat(pool.openExtended(0, U256.MAX, 0))
        .isEqualTo(refused(ErrorCodes.EXTENDED_CHANNELS_NOT_SUPPORTED_FOR_STANDARD_JOBS));
    assertNothingKept(pool);
    assertThat(pool.standard().isExtended()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "65535, 3", "0, 0", "1, 0"})
  void moreExtranonceThanThereIsIsRefused(int wanted, int rollable) {
    TestPool pool =
        new TestPool(0, CONFIG, new ExtranonceSpace(ExtranonceLayout.ofPool(1, rollable), 10));
    assertThat(pool.openExtended(0, U256.MAX, wanted))
        .isEqualTo(refused(ErrorCodes.MIN_EXTRANONCE_SIZE_TOO_LARGE));
    assertNothingKept(pool);
  }

  @Test
  void aMaximumTargetThatNoHashMeetsIsRefused() {
    TestPool pool = TestPool.working(0);
    assertThat(pool.openStandard(1, U256.ZERO))
        .isEqualTo(refused(ErrorCodes.MAX_TARGET_OUT_OF_RANGE));
    assertThat(pool.openExtended(1, U256.ZERO, 0))
        .isEqualTo(refused(ErrorCodes.MAX_TARGET_OUT_OF_RANGE));
    assertNothingKept(pool);
  }

  @ParameterizedTest
  @CsvSource({"0, 1000", "-0.0, 1000", "999, 1000", "1e6, 1e6", "3.4028235E38, 3.4028235E38"})
  void targetIsForTheDeclaredRateButNeverBelowTheMinimum(float declared, float used) {
    TestPool pool = new TestPool(0, ServerChannelsConfig.of(new TargetPolicy(6, 1_000)));
    pool.tip(1, 1);
    U256 target = Target.forHashRate(used, 6);
    assertThat(pool.openStandard(declared, U256.MAX).get(0))
        .isEqualTo(
            new OpenStandardMiningChannelSuccess(
                9, 2, target, B032.ofHex("0001000000000000"), pool.channels.groupId()));
    assertThat(pool.channels.channel(2).target()).isEqualTo(target);
  }

  @Test
  void targetIsNeverAboveWhatTheDeviceTakes() {
    TestPool pool = TestPool.working(0);
    pool.openStandard(0, HALF);
    assertThat(pool.channels.channel(2).target()).isEqualTo(HALF);
    U256 one = U256.of(BigInteger.ONE);
    pool.openExtended(1e9f, one, 0);
    assertThat(pool.channels.channel(3).target()).isEqualTo(one);
  }

  @Test
  void aConnectionHasABoundOfChannels() {
    TestPool pool = new TestPool(0, CONFIG.withMaxChannels(2));
    ServerChannel first = pool.standard();
    pool.extended();
    assertThat(pool.openStandard(0, U256.MAX)).isEqualTo(refused("too-many-channels"));
    assertThat(pool.openExtended(0, U256.MAX, 0)).isEqualTo(refused("too-many-channels"));
    assertThat(pool.space.channels()).isEqualTo(2);
    pool.close(first.id());
    assertThat(pool.standard().id()).isEqualTo(4);
  }

  @Test
  void theSpaceHasABoundForAllConnections() {
    ExtranonceSpace space = TestPool.space(2);
    TestPool one = new TestPool(0, CONFIG, space);
    TestPool other = new TestPool(0, CONFIG, space);
    ServerChannel first = one.standard();
    ServerChannel second = other.standard();
    assertThat(second.extranoncePrefix()).isNotEqualTo(first.extranoncePrefix());
    assertThat(one.openStandard(0, U256.MAX)).isEqualTo(refused("too-many-channels"));
    other.channels.closeAll();
    assertThat(one.standard().extranoncePrefix())
        .isNotIn(first.extranoncePrefix(), second.extranoncePrefix());
  }

  @Test
  void usersAreAccountedWhileTheirChannelsAreOpenAndAfter() {
    TestPool pool = TestPool.working(0);
    pool.openStandard(1e3f, U256.MAX);
    pool.openExtended(2e3f, U256.MAX, 0);
    UserAccounting user = pool.users.all().get("someone");
    assertThat(user.channels()).isEqualTo(2);
    assertThat(user.declaredHashRate()).isEqualTo(3e3);
    pool.channels.closeAll();
    assertThat(user.channels()).isZero();
    assertThat(user.declaredHashRate()).isZero();
    assertThat(pool.users.all()).containsOnlyKeys("someone");
  }
}
