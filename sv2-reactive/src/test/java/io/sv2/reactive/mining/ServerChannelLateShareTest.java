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
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of shares when the tip changes. */
class ServerChannelLateShareTest {
  private static final Tip FIRST = tip(1);
  private static final Tip SECOND = tip(2);
  private static final Tip THIRD = tip(3);

  private final ServerChannel channel = channel(Duration.ofSeconds(2));

  private static ServerChannel channel(Duration grace) {
    ChannelConfig config = ChannelConfig.DEFAULT.withLateShareGrace(grace);
    return new ServerChannel(1, "someone", PREFIX, 0, U256.MAX, config, NOW);
  }

  /** A future job that becomes the one of {@code tip} at once. */
  private void activate(long jobId, Tip tip, long now) {
    channel.addFuture(jobId, TestWork.work(jobId));
    assertThat(channel.activate(jobId, tip, NTIME, now)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1999, true", "2000, false", "60000, false"})
  void lateSharesCountForTheirOwnTipWhileGraceLasts(long sinceTip, boolean counts) {
    activate(1, FIRST, NOW);
    activate(2, SECOND, NOW + 10_000);
    assertThat(channel.submit(share(1, 5), NOW + 10_000 + sinceTip))
        .isEqualTo(counts ? validOn(FIRST, share(1, 5)) : rejected("stale-share"));
    assertThat(channel.submit(share(2, 5), NOW + 10_000 + sinceTip))
        .isEqualTo(validOn(SECOND, share(2, 5)));
  }

  @Test
  void withoutGraceSharesAreStaleAtOnce() {
    ServerChannel strict = channel(Duration.ZERO);
    strict.addActive(1, TestWork.work(1), FIRST, NTIME, NOW);
    strict.addFuture(2, TestWork.work(2));
    strict.activate(2, SECOND, NTIME, NOW);
    assertThat(strict.submit(share(1, 5), NOW)).isEqualTo(rejected("stale-share"));
  }

  @Test
  void jobsOfTheTipBeforeTheLastAreForgotten() {
    activate(1, FIRST, NOW);
    activate(2, SECOND, NOW);
    activate(3, THIRD, NOW);
    assertThat(channel.submit(share(1, 5), NOW)).isEqualTo(rejected("invalid-job-id"));
    assertThat(channel.submit(share(2, 5), NOW)).isEqualTo(validOn(SECOND, share(2, 5)));
  }

  @Test
  void lateSharesAreCreditedOnceBeforeOrAfterTheTip() {
    activate(1, FIRST, NOW);
    channel.submit(share(1, 5), NOW);
    activate(2, SECOND, NOW);
    assertThat(channel.submit(share(1, 5), NOW)).isEqualTo(rejected("duplicate-share"));
    assertThat(channel.submit(share(1, 6), NOW)).isEqualTo(validOn(FIRST, share(1, 6)));
    assertThat(channel.submit(share(1, 6), NOW)).isEqualTo(rejected("duplicate-share"));
  }

  /** A provider may repeat a tip, with another template or header time. */
  @Test
  void workIsNotCreditedAgainWhenTheTipIsRepeated() {
    activate(1, FIRST, NOW);
    channel.submit(share(1, 5), NOW);
    activate(2, FIRST, NOW);
    assertThat(channel.submit(share(2, 5), NOW)).isEqualTo(rejected("duplicate-share"));
  }
}
