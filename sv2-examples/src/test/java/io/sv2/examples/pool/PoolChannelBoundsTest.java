package io.sv2.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.CloseReason;
import org.junit.jupiter.api.Test;

/** How many channels there may be, and what frees their place. */
class PoolChannelBoundsTest {
  private final PoolBench bench = new PoolBench();

  @Test
  void channelsOfAConnectionAreBounded() {
    PoolBench bounded = new PoolBench(PoolBench.limited(9, 2, 8));
    PoolBench.Miner miner = bounded.connect(0);
    miner.open();
    miner.open();
    assertThat(miner.says(standard(1, U256.MAX))).containsExactly(refusal("too-many-channels"));
    bounded.connect(0).open();
  }

  @Test
  void channelsOfThePoolAreBounded() {
    PoolBench bounded = new PoolBench(PoolBench.limited(2, 9, 8));
    bounded.connect(0).open();
    bounded.connect(0).open();
    assertThat(bounded.connect(0).says(standard(1, U256.MAX)))
        .containsExactly(refusal("too-many-channels"));
  }

  @Test
  void refusalsTakeNothingFromTheBounds() {
    PoolBench bounded = new PoolBench(PoolBench.limited(1, 1, 8));
    PoolBench.Miner miner = bounded.connect(0);
    miner.says(standard(1, U256.ZERO));
    miner.says(extended(U256.MAX, 32));
    miner.open();
    assertThat(miner.view.channels).hasSize(1);
  }

  @Test
  void closedChannelMakesRoomForAnother() {
    PoolBench bounded = new PoolBench(PoolBench.limited(1, 1, 8));
    PoolBench.Miner miner = bounded.connect(0);
    miner.open();
    assertThat(miner.says(PoolBench.close(miner.channel().id))).isEmpty();
    miner.open();
    assertThat(miner.view.channels).hasSize(2);
  }

  @Test
  void closingTheGroupClosesAllItsChannels() {
    PoolBench bounded = new PoolBench(PoolBench.limited(2, 2, 8));
    PoolBench.Miner miner = bounded.connect(0);
    miner.open();
    miner.open();
    miner.says(PoolBench.close(miner.channel().groupId));
    bounded.work(1, PoolTemplates.hash(7), PoolTemplates.HARD);
    assertThat(bounded.template(PoolTemplates.newTemplate(2, true)).get(miner)).isEmpty();
    miner.open();
    miner.open();
    assertThat(miner.view.channels).hasSize(4);
  }

  @Test
  void closingAnUnknownChannelClosesNone() {
    PoolBench.Miner miner = bench.connect(0);
    miner.open();
    assertThat(miner.says(PoolBench.close(99))).isEmpty();
    bench.template(PoolTemplates.newTemplate(1, true));
    assertThat(miner.channel().jobs).hasSize(1);
  }

  @Test
  void connectionThatEndsMakesRoomForAnother() {
    PoolBench bounded = new PoolBench(PoolBench.limited(2, 2, 8));
    PoolBench.Miner leaving = bounded.connect(0);
    leaving.open();
    leaving.open();
    bounded.handler.clientRemoved(leaving.client, CloseReason.local("test"));
    PoolBench.Miner next = bounded.connect(0);
    next.open();
    next.open();
    assertThat(next.view.channels).hasSize(2);
  }

  private static OpenStandardMiningChannel standard(float hashRate, U256 maxTarget) {
    return new OpenStandardMiningChannel(8, Str0255.of("anybody"), hashRate, maxTarget);
  }

  private static OpenExtendedMiningChannel extended(U256 maxTarget, int extranonceSize) {
    return new OpenExtendedMiningChannel(8, Str0255.of("anybody"), 1, maxTarget, extranonceSize);
  }

  private static Sv2Message refusal(String code) {
    return new OpenMiningChannelError(8, Str0255.of(code));
  }
}
