package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.NOW;
import static io.sv2.reactive.mining.TestWork.NTIME;
import static io.sv2.reactive.mining.TestWork.PREFIX;
import static io.sv2.reactive.mining.TestWork.rejected;
import static io.sv2.reactive.mining.TestWork.share;
import static io.sv2.reactive.mining.TestWork.tip;
import static io.sv2.reactive.mining.TestWork.validOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.type.U256;
import org.junit.jupiter.api.Test;

/** Shares are remembered, but not without bound. */
class ServerChannelSeenSharesTest {
  private static final long JOB = 7;
  private static final Tip TIP = tip(1);

  private static ServerChannel channel(int maxSeenShares, Tip tip) {
    ChannelConfig config = ChannelConfig.DEFAULT.withBounds(4, maxSeenShares);
    ServerChannel channel = new ServerChannel(1, "someone", PREFIX, 0, U256.MAX, config, NOW);
    channel.addActive(JOB, TestWork.work(1), tip, NTIME, NOW);
    return channel;
  }

  private static U256 hash(long nonce) {
    return TestWork.headerHash(share(JOB, nonce), TIP, PREFIX);
  }

  @Test
  void jobsOfOneTemplateOnOneTipShareTheSeenWork() {
    ServerChannel channel = channel(10, TIP);
    channel.addActive(8, TestWork.work(1), TIP, NTIME, NOW);
    channel.submit(share(JOB, 5), NOW);
    assertThat(channel.submit(share(8, 5), NOW)).isEqualTo(rejected("duplicate-share"));
    assertThat(channel.submit(share(8, 6), NOW)).isEqualTo(validOn(TIP, share(8, 6)));
  }

  @Test
  void sharesBeyondTheBoundAreRefusedAndNeverCreditedTwice() {
    ServerChannel channel = channel(2, TIP);
    assertThat(channel.submit(share(JOB, 1), NOW)).isEqualTo(validOn(TIP, share(JOB, 1)));
    assertThat(channel.submit(share(JOB, 2), NOW)).isEqualTo(validOn(TIP, share(JOB, 2)));
    assertThat(channel.submit(share(JOB, 3), NOW)).isEqualTo(Rejection.TOO_MANY_SHARES.result());
    assertThat(channel.submit(share(JOB, 1), NOW)).isEqualTo(rejected("duplicate-share"));
    assertThat(channel.batch().acknowledge(1).newSubmitsAcceptedCount()).isEqualTo(2);
  }

  @Test
  void aBlockIsFoundEvenBeyondTheBound() {
    // The lowest of a few hashes is the block, all others are shares.
    long best = 0;
    for (long nonce = 1; nonce < 8; nonce++) {
      best = hash(nonce).compareTo(hash(best)) < 0 ? nonce : best;
    }
    ServerChannel channel =
        channel(1, new Tip(TIP.prevHash(), TIP.minNtime(), TIP.nBits(), hash(best)));
    assertThat(channel.submit(share(JOB, (best + 1) % 8), NOW))
        .isInstanceOf(ShareResult.Valid.class);
    assertThat(channel.submit(share(JOB, (best + 2) % 8), NOW))
        .isEqualTo(Rejection.TOO_MANY_SHARES.result());
    assertThat(channel.submit(share(JOB, best), NOW)).isInstanceOf(ShareResult.Block.class);
    assertThat(channel.submit(share(JOB, best), NOW)).isEqualTo(rejected("duplicate-share"));
  }

  @Test
  void aNewTipMakesRoomForItsShares() {
    ServerChannel channel = channel(1, TIP);
    channel.submit(share(JOB, 1), NOW);
    channel.addFuture(8, TestWork.work(2));
    channel.activate(2, tip(2), NTIME, NOW);
    assertThat(channel.submit(share(8, 1), NOW)).isEqualTo(validOn(tip(2), share(8, 1)));
    assertThat(channel.submit(share(8, 2), NOW)).isEqualTo(Rejection.TOO_MANY_SHARES.result());
  }

  @Test
  void noShareCountsAgainWhereTheNBitsOfABlockChangeAndChangeBack() {
    ServerChannel channel = channel(10, TIP);
    channel.submit(share(JOB, 1), NOW);
    channel.addFuture(8, TestWork.work(2));
    channel.activate(2, new Tip(TIP.prevHash(), NTIME, TIP.nBits() - 1, U256.ZERO), NTIME, NOW);
    channel.addFuture(9, TestWork.work(3));
    channel.activate(3, TIP, NTIME, NOW);
    assertThat(channel.submit(share(9, 1), NOW)).isEqualTo(rejected("duplicate-share"));
  }
}
