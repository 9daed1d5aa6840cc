package io.sv2.examples.miner;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.SetupFlags;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.Sv2Upstream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a miner works on, by what its pool says. */
class MinerHandlerTest {
  private static final U256 HALF = U256.ofHex("7" + "f".repeat(63));
  private static final InetSocketAddress POOL = InetSocketAddress.createUnresolved("pool", 1);

  private final MinerHandler handler = miner(false);

  private static MinerHandler miner(boolean extended) {
    return new MinerHandler(
        new CpuMinerConfig(POOL, null, extended, "user", 1_000_000, MiningOptions.defaults()),
        new MinerStats(),
        Clock.systemUTC());
  }

  private static ResponseFromSv2Client connects(MinerHandler miner, long flags) {
    return miner
        .connected(
            new Sv2Upstream(
                Protocol.MINING, 0, POOL, new SetupConnectionSuccess(2, flags), Set.of()))
        .block();
  }

  private void opens() {
    handler
        .handleOpenStandardMiningChannelSuccess(
            new OpenStandardMiningChannelSuccess(0, 5, U256.MAX, B032.ofHex("0102"), 1))
        .block();
  }

  private void job(long id, OptionalLong minNtime) {
    handler.handleNewMiningJob(new NewMiningJob(5, id, minNtime, 0x2000_0000, HALF)).block();
  }

  private void tip(long channel, long job) {
    U256 hash = U256.of(BigInteger.valueOf(job));
    handler.handleSetNewPrevHash(new SetNewPrevHash(channel, job, hash, 99, 0x1d00_ffff)).block();
  }

  @Test
  void futureJobIsMinedWhenItsTipComes() {
    opens();
    job(1, OptionalLong.empty());
    assertThat(handler.work()).isNull();
    tip(5, 1);
    assertThat(handler.work().jobId()).isEqualTo(1);
    assertThat(handler.work().minNtime()).isEqualTo(99);
    job(2, OptionalLong.of(100));
    assertThat(handler.work().jobId()).isEqualTo(2);
  }

  /** What was mined before is stale, and there is nothing else (section 5.3.17). */
  @Test
  void tipOfAnUnknownJobLeavesNothingToMine() {
    opens();
    job(1, OptionalLong.empty());
    tip(5, 1);
    tip(5, 77);
    assertThat(handler.work()).isNull();
    job(3, OptionalLong.of(100));
    assertThat(handler.work().jobId()).isEqualTo(3);
  }

  @Test
  void groupsJobIsMinedWithTheChannelsPrefix() {
    opens();
    handler.handleSetGroupChannel(new SetGroupChannel(9, List.of(5L))).block();
    handler
        .handleNewExtendedMiningJob(
            new NewExtendedMiningJob(
                9, 1, OptionalLong.empty(), 2, false, List.of(), B064K.EMPTY, B064K.EMPTY))
        .block();
    tip(9, 1);
    assertThat(handler.work().jobId()).isEqualTo(1);
    assertThat(handler.work().versionRollingMask()).isZero();
    tip(1, 2); // of a group that it has left
    assertThat(handler.work().jobId()).isEqualTo(1);
  }

  @Test
  void jobAtHandKeepsItsTarget() {
    opens();
    job(1, OptionalLong.empty());
    tip(5, 1);
    handler.handleSetTarget(new SetTarget(5, HALF)).block();
    assertThat(handler.work().target()).isEqualTo(U256.MAX.toWire());
    job(2, OptionalLong.of(100));
    assertThat(handler.work().target()).isEqualTo(HALF.toWire());
  }

  @Test
  void poolWithoutStandardChannelsIsLeftByAMinerThatNeedsOne() {
    assertThat(connects(handler, SetupFlags.REQUIRES_EXTENDED_CHANNELS))
        .isInstanceOf(ResponseFromSv2Client.Close.class);
    assertThat(((ResponseFromSv2Client.Send) connects(handler, 0)).messages().get(0))
        .isInstanceOf(OpenStandardMiningChannel.class);
    assertThat(
            ((ResponseFromSv2Client.Send)
                    connects(miner(true), SetupFlags.REQUIRES_EXTENDED_CHANNELS))
                .messages()
                .get(0))
        .isInstanceOf(OpenExtendedMiningChannel.class);
  }
}
