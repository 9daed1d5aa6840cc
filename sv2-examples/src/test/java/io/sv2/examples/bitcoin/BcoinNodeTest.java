package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sv2.examples.Needs;
import io.sv2.examples.bitcoin.SubmitResult.Accepted;
import io.sv2.examples.bitcoin.SubmitResult.Duplicate;
import io.sv2.examples.bitcoin.SubmitResult.Rejected;
import io.sv2.examples.bitcoin.SubmitResult.Stale;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Against a real full node; its chain is shared by the tests and only ever grows. */
class BcoinNodeTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static BcoinNode node;
  private static NodeBlockSource source;

  @BeforeAll
  static void start() throws Exception {
    Needs.node();
    node = BcoinNode.start(BcoinConfig.defaults());
    source =
        new NodeBlockSource(
            node.address(), NodeConfig.defaults(), Clock.systemUTC(), Schedulers.parallel());
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      source.close();
      node.close();
      assertThat(node.isAlive()).isFalse();
    }
  }

  @Test
  void minedBlockBecomesTheBestAndPaysOurScript() {
    BlockTemplate template = template();
    assertThat(template.segwit()).isTrue();
    byte[] block = new Candidate(template).mine();
    assertThat(submit(block)).isEqualTo(new Accepted(Candidate.hashOf(block)));
    assertThat(source.tip().block(SOON))
        .isEqualTo(new ChainTip(template.height(), Candidate.hashOf(block)));
    assertThat(rpc("gettxout", new Candidate(template).coinbase().getTxId().toString(), 0))
        .contains("0014751e76e8199196d454941c45d1b3a323f1433bd6");
    assertThat(submit(block)).isEqualTo(new Duplicate(Candidate.hashOf(block)));
  }

  @Test
  void blockThatTheNodeDoesNotTakeIsRejected() {
    Candidate greedy = new Candidate(template());
    greedy.value++;
    assertThat(submit(greedy.mine())).isEqualTo(new Rejected("bad-cb-amount"));
  }

  @Test
  void secondBlockOfAHeightIsStale() {
    BlockTemplate template = template();
    Candidate slower = new Candidate(template);
    slower.scriptSig[slower.scriptSig.length - 1] = 1;
    byte[] first = new Candidate(template).mine();
    assertThat(submit(first)).isEqualTo(new Accepted(Candidate.hashOf(first)));
    assertThat(submit(slower.mine())).isEqualTo(new Stale("inconclusive"));
  }

  @Test
  void everyFoundBlockBringsANewTemplate() {
    BlockTemplate first = template();
    StepVerifier.create(source.templates())
        .expectNextMatches(template -> template.height() == first.height())
        .then(() -> submit(new Candidate(first).mine()))
        .expectNextMatches(template -> template.height() == first.height() + 1)
        .then(() -> submit(new Candidate(template()).mine()))
        .expectNextMatches(template -> template.height() == first.height() + 2)
        .thenCancel()
        .verify(SOON);
  }

  @Test
  void childEndsWhenItsStandardInputDoes() throws Exception {
    try (BcoinNode other = BcoinNode.start(BcoinConfig.defaults())) {
      assertThat(other.startHeight()).isEqualTo(440);
      other.forsake();
      await().atMost(SOON).until(() -> !other.isAlive());
    }
  }

  @Test
  void startThatFailsSaysWhy() {
    int taken = node.address().url().getPort();
    BcoinConfig config = BcoinConfig.defaults();
    BcoinConfig samePort =
        new BcoinConfig(
            config.directory(), taken, 0, config.installTimeout(), config.startTimeout());
    assertThatThrownBy(() -> BcoinNode.start(samePort))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("EADDRINUSE");
  }

  private static BlockTemplate template() {
    return source.templates().blockFirst(SOON);
  }

  private static SubmitResult submit(byte[] block) {
    return source.submit(block).block(SOON);
  }

  private static String rpc(String method, Object... params) {
    return new NodeRpc(node.address(), 1 << 20, Schedulers.parallel(), Schedulers.boundedElastic())
        .call(method, SOON, params)
        .block(SOON)
        .toString();
  }
}
