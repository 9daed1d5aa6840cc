package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.mining.SetExtranoncePrefix;
import io.sv2.codec.type.B032;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Prefixes that change (section 5.3.10), and when somebody else may have the one before. */
class ServerChannelsPrefixTest {
  private static final ServerChannelsConfig GRACE =
      TestPool.CONFIG.withChannel(ChannelConfig.DEFAULT.withLateShareGrace(Duration.ofSeconds(10)));

  private final ExtranonceSpace space = TestPool.space(100);
  private final TestPool pool = new TestPool(0, GRACE, space);
  private long tips;

  ServerChannelsPrefixTest() {
    tip();
  }

  private void tip() {
    tips++;
    pool.tip(tips, tips);
  }

  private static ShareResult valid(ServerChannel channel, long jobId, Tip tip, B032 prefix) {
    Share share = TestWork.share(jobId, 5);
    return new ShareResult.Valid(
        TestWork.headerHash(share, tip, prefix), ShareTarget.of(channel.target()));
  }

  /** Indexes that the space has free for others. */
  private static List<Integer> free(ExtranonceSpace space) {
    List<Integer> free = new ArrayList<>();
    for (Optional<Integer> next = space.allocate(); next.isPresent(); next = space.allocate()) {
      free.add(next.orElseThrow());
    }
    return free;
  }

  @Test
  void jobsKeepThePrefixThatTheyWereMadeWith() {
    ServerChannel channel = pool.standard(); // job 1
    B032 before = channel.extranoncePrefix();
    pool.future(2); // job 2
    SetExtranoncePrefix told = pool.channels.changePrefix(channel.id()).orElseThrow();
    assertThat(told)
        .isEqualTo(new SetExtranoncePrefix(channel.id(), B032.ofHex("0001000001000000")));
    pool.current(3); // job 3
    Tip first = TestWork.tip(1);
    assertThat(pool.result(channel, 1, 5)).isEqualTo(valid(channel, 1, first, before));
    assertThat(pool.result(channel, 3, 5))
        .isEqualTo(valid(channel, 3, first, told.extranoncePrefix()));
    pool.tip(2, 2);
    assertThat(pool.result(channel, 2, 5)).isEqualTo(valid(channel, 2, TestWork.tip(2), before));
  }

  /** Who was sent a job before its prefix changed would mine with the one before. */
  @Test
  void aTemplateThatWasForgottenIsAnnouncedAgainWithThePrefixOfNow() {
    TestPool small =
        new TestPool(0, TestPool.CONFIG.withChannel(ChannelConfig.DEFAULT.withBounds(1, 100)));
    small.tip(1, 1);
    ServerChannel channel = small.standard(); // job 1
    small.future(2); // job 2, with the prefix before
    B032 changed = small.channels.changePrefix(channel.id()).orElseThrow().extranoncePrefix();
    small.future(3); // job 3, for which job 2 goes
    assertThat(small.tip(2, 2))
        .hasSize(2)
        .startsWith(TestPool.futureJob(small.channels.groupId(), 4));
    assertThat(small.result(channel, 4, 5)).isEqualTo(valid(channel, 4, TestWork.tip(2), changed));
  }

  /** Smallest space: one byte of index, as a proxy has it. */
  private static TestPool proxy(ServerChannelsConfig config) {
    TestPool proxy =
        new TestPool(
            0,
            config,
            new ExtranonceSpace(ExtranonceLayout.below(B032.ofHex("aabbccdd"), 4, 1), 256));
    proxy.tip(1, 1);
    return proxy;
  }

  @Test
  void aPrefixIsFreeOnceNoJobIsMadeOfIt() {
    TestPool proxy = proxy(GRACE);
    ServerChannel channel = proxy.extended(); // index 0
    proxy.future(2); // with index 0
    proxy.channels.changePrefix(channel.id()); // index 1
    assertThat(proxy.space.channels()).isEqualTo(2);
    proxy.tip(2, 2); // the job of index 0 is live
    assertThat(proxy.space.channels()).isEqualTo(2);
    proxy.tip(3, 3); // and late
    assertThat(proxy.space.channels()).isEqualTo(2);
    proxy.tip(4, 4); // and forgotten: the index rests
    assertThat(proxy.space.channels()).isEqualTo(1);
    proxy.tip(5, 5);
    proxy.tip(6, 6); // a whole tip long
    assertThat(free(proxy.space)).hasSize(255).contains(0).doesNotContain(1);
  }

  @Test
  void aClosedChannelGivesAllItsPrefixesBack() {
    ServerChannel channel = pool.standard();
    pool.channels.changePrefix(channel.id());
    pool.channels.changePrefix(channel.id());
    assertThat(space.channels()).isEqualTo(3);
    pool.close(channel.id());
    assertThat(space.channels()).isZero();
  }

  @Test
  void withoutAFreePrefixNothingChanges() {
    TestPool small = new TestPool(0, GRACE, TestPool.space(1));
    ServerChannel channel = small.standard();
    B032 before = channel.extranoncePrefix();
    assertThat(small.channels.changePrefix(channel.id())).isEmpty();
    assertThat(channel.extranoncePrefix()).isEqualTo(before);
    assertThatIllegalArgumentException().isThrownBy(() -> small.channels.changePrefix(77));
  }

  @Test
  void theServerAboveChangesThePrefixOfEachChannel() {
    TestPool proxy = proxy(GRACE);
    ServerChannel standard = proxy.standard(); // job 1
    ServerChannel extended = proxy.extended(); // job 2
    B032 before = standard.extranoncePrefix();
    proxy.space.changeUpstream(B032.ofHex("11223344"));
    assertThat(proxy.channels.upstreamChanged())
        .containsExactly(
            new SetExtranoncePrefix(standard.id(), B032.ofHex("1122334400000000")),
            new SetExtranoncePrefix(extended.id(), B032.ofHex("1122334401")));
    proxy.current(2); // job 3
    Tip tip = TestWork.tip(1);
    assertThat(proxy.result(standard, 1, 5)).isEqualTo(valid(standard, 1, tip, before));
    assertThat(proxy.result(standard, 3, 5))
        .isEqualTo(valid(standard, 3, tip, B032.ofHex("1122334400000000")));
    assertThat(proxy.extended().extranoncePrefix()).isEqualTo(B032.ofHex("1122334402"));
  }

  /** What is left of it is the same index under the prefix from above before. */
  @Test
  void anIndexIsKeptWhileItsChannelHasIt() {
    TestPool proxy = proxy(TestPool.CONFIG);
    proxy.extended();
    proxy.space.changeUpstream(B032.ofHex("11223344"));
    proxy.channels.upstreamChanged();
    for (int tip = 2; tip < 6; tip++) {
      proxy.tip(tip, tip);
    }
    assertThat(proxy.space.channels()).isEqualTo(1);
    assertThat(free(proxy.space)).doesNotContain(0);
  }

  /** Jobs of two prefixes of one index end one after the other; the index is free with the last. */
  @Test
  void anIndexIsKeptWhileAnyOfItsPrefixesIsInUse() {
    TestPool proxy = proxy(TestPool.CONFIG);
    ServerChannel channel = proxy.extended(); // live: aabbccdd00
    proxy.space.changeUpstream(B032.ofHex("11223344"));
    proxy.channels.upstreamChanged();
    proxy.tip(2, 2); // live: 1122334400, late: aabbccdd00
    proxy.future(3); // future: 1122334400
    proxy.channels.changePrefix(channel.id());
    proxy.tip(3, 3); // live and late: 1122334400
    proxy.tip(4, 4); // late: 1122334400
    assertThat(free(proxy.space).contains(0)).isFalse();
  }

  /** Or whoever got it would share it with the next. */
  @Test
  void anIndexIsGivenBackOnce() {
    TestPool proxy = proxy(TestPool.CONFIG);
    ServerChannel channel = proxy.extended(); // index 0
    proxy.space.changeUpstream(B032.ofHex("11223344"));
    proxy.channels.upstreamChanged();
    proxy.tip(2, 2);
    proxy.future(3);
    proxy.channels.changePrefix(channel.id()); // index 1
    List<Integer> given = new ArrayList<>();
    for (int tip = 3; tip < 12; tip++) {
      given.addAll(free(proxy.space)); // to somebody who keeps it
      proxy.tip(tip, tip);
    }
    assertThat(given).contains(0).doesNotContain(1).doesNotHaveDuplicates();
  }

  @Test
  void whoOpensAndClosesUsesUpNoIndexes() {
    TestPool proxy = proxy(GRACE);
    for (int i = 0; i < 1_000; i++) {
      proxy.close(proxy.extended().id());
    }
    assertThat(free(proxy.space)).hasSize(256);
  }
}
