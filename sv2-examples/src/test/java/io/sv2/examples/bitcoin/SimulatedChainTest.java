package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sv2.examples.TestClock;
import io.sv2.examples.bitcoin.SubmitResult.Accepted;
import io.sv2.examples.bitcoin.SubmitResult.Duplicate;
import io.sv2.examples.bitcoin.SubmitResult.Stale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class SimulatedChainTest {
  private static final SimulatedChainConfig EASY =
      SimulatedChainConfig.defaults().withPace(4, Duration.ofSeconds(10));

  private final TestClock clock = new TestClock();
  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private SimulatedChain chain = start(EASY);

  @AfterEach
  void close() {
    chain.close();
    time.dispose();
  }

  @Test
  void minedBlockIsAcceptedAndRaisesTheTip() {
    BlockTemplate before = template();
    byte[] block = new Candidate(before).mine();
    assertThat(submit(block)).isEqualTo(new Accepted(Candidate.hashOf(block)));
    assertThat(chain.tip().block()).isEqualTo(new ChainTip(840_001, Candidate.hashOf(block)));
    BlockTemplate after = template();
    assertThat(after.height()).isEqualTo(840_002);
    assertThat(after.previousBlockHash()).isEqualTo(Candidate.hashOf(block));
    assertThat(after.transactions()).hasSize(6).doesNotContainAnyElementsOf(before.transactions());
  }

  @Test
  void coinbaseValueIsSubsidyAndFees() {
    assertThat(template().fees()).isPositive();
    assertThat(template().coinbaseValue()).isEqualTo(312_500_000 + template().fees());
  }

  @Test
  void blockSubmittedTwiceIsADuplicate() {
    byte[] block = new Candidate(template()).mine();
    submit(block);
    assertThat(submit(block)).isEqualTo(new Duplicate(Candidate.hashOf(block)));
  }

  @Test
  void secondBlockOnTheSameTipIsStale() {
    BlockTemplate template = template();
    submit(new Candidate(template).mine());
    Candidate second = new Candidate(template);
    second.time++;
    assertThat(submit(second.mine())).isEqualTo(new Stale("inconclusive-not-best-prevblk"));
  }

  @Test
  void everySubscriberSeesTheCurrentTemplateAndTheNextTip() {
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    chain.templates().map(BlockTemplate::height).subscribe(first::add);
    submit(new Candidate(template()).mine());
    chain.templates().map(BlockTemplate::height).subscribe(second::add);
    submit(new Candidate(template()).mine());
    assertThat(first).containsExactly(840_001, 840_002, 840_003);
    assertThat(second).containsExactly(840_002, 840_003);
  }

  @Test
  void slowSubscriberGetsTheLatestTemplate() {
    StepVerifier.create(chain.templates().map(BlockTemplate::height), 1)
        .then(time::advanceTime)
        .expectNext(840_001)
        .then(() -> mineBlocks(5, Duration.ofSeconds(10)))
        .thenRequest(2)
        .then(time::advanceTime)
        .expectNextMatches(height -> height <= 840_002)
        .expectNext(840_006)
        .thenCancel()
        .verify(Duration.ofSeconds(5));
  }

  @Test
  void betterFeesComeAtTheConfiguredPace() {
    StepVerifier.create(chain.templates().map(BlockTemplate::coinbaseValue))
        .then(time::advanceTime)
        .expectNext(template().coinbaseValue())
        .then(() -> time.advanceTimeBy(Duration.ofMillis(4999)))
        .expectNoEvent(Duration.ofMillis(1))
        .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
        .assertNext(value -> assertThat(value).isGreaterThan(312_500_000 + 1000))
        .thenCancel()
        .verify(Duration.ofSeconds(5));
  }

  @Test
  void feesStopGrowingWhenTheTemplateIsFull() {
    time.advanceTimeBy(Duration.ofHours(1));
    assertThat(template().transactions()).hasSize(24);
    assertThat(submit(new Candidate(template()).mine())).isInstanceOf(Accepted.class);
  }

  @Test
  void transactionsOfAnOldTemplateStayValidForFourTips() {
    BlockTemplate old = template();
    for (int blocks = 0; blocks < 3; blocks++) {
      assertThat(submit(new Candidate(template()).with(List.of()).mine()))
          .isInstanceOf(Accepted.class);
    }
    assertThat(submit(new Candidate(template()).with(old.transactions()).mine()))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void transactionsOfAnOldTemplateAreForgottenAfterFourTips() {
    BlockTemplate old = template();
    for (int blocks = 0; blocks < 4; blocks++) {
      assertThat(submit(new Candidate(template()).with(List.of()).mine()))
          .isInstanceOf(Accepted.class);
    }
    assertThat(submit(new Candidate(template()).with(old.transactions()).mine()))
        .isEqualTo(new SubmitResult.Rejected("bad-txns-inputs-missingorspent"));
  }

  @Test
  void difficultyFollowsTheMeasuredHashRate() {
    restart(EASY.withPace(64, Duration.ofSeconds(10)));
    mineBlocks(1, Duration.ofSeconds(5));
    assertThat(hashesWanted()).isCloseTo(128, within(0.1));
    mineBlocks(1, Duration.ofSeconds(20));
    assertThat(hashesWanted()).isCloseTo((64 + 128) / 25.0 * 10, within(0.1));
  }

  @Test
  void difficultyMovesByAtMostAFactorOfFour() {
    restart(EASY.withPace(64, Duration.ofSeconds(10)));
    mineBlocks(1, Duration.ZERO);
    assertThat(hashesWanted()).isCloseTo(256, within(0.1));
    mineBlocks(1, Duration.ofDays(1));
    assertThat(hashesWanted()).isCloseTo(64, within(0.1));
  }

  @Test
  void difficultyHasAFloor() {
    mineBlocks(5, Duration.ofDays(1));
    assertThat(template().bits()).isEqualTo(0x207fffffL);
  }

  @Test
  void templatesEndWhenTheChainIsClosed() {
    StepVerifier.create(chain.templates())
        .then(time::advanceTime)
        .expectNextCount(1)
        .then(chain::close)
        .then(time::advanceTime)
        .verifyComplete();
    assertThat(chain.isDisposed()).isTrue();
    time.advanceTimeBy(Duration.ofMinutes(1));
  }

  private void mineBlocks(int count, Duration spacing) {
    for (int i = 0; i < count; i++) {
      clock.advance(spacing);
      BlockTemplate template = template();
      Candidate candidate = new Candidate(template);
      candidate.time = Math.max(clock.instant().getEpochSecond(), template.minTime());
      assertThat(submit(candidate.mine())).isInstanceOf(Accepted.class);
    }
  }

  private double hashesWanted() {
    return NBits.expectedHashes(template().target());
  }

  private BlockTemplate template() {
    return now(chain.templates().next());
  }

  private SubmitResult submit(byte[] block) {
    return now(chain.submit(block));
  }

  private <T> T now(Mono<T> mono) {
    CompletableFuture<T> future = mono.toFuture();
    time.advanceTime();
    return future.join();
  }

  private void restart(SimulatedChainConfig config) {
    chain.close();
    chain = start(config);
  }

  private SimulatedChain start(SimulatedChainConfig config) {
    return SimulatedChain.start(config, clock, new Random(1), time);
  }
}
