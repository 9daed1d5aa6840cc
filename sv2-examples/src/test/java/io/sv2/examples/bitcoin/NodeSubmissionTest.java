package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.examples.bitcoin.SubmitResult.Accepted;
import io.sv2.examples.bitcoin.SubmitResult.Duplicate;
import io.sv2.examples.bitcoin.SubmitResult.Rejected;
import io.sv2.examples.bitcoin.SubmitResult.Stale;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.bitcoinj.base.Sha256Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

class NodeSubmissionTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final byte[] block = new Candidate(Templates.atHeight(500)).mine();
  private final Sha256Hash hash = Candidate.hashOf(block);
  private final FakeNode node = new FakeNode();
  private final NodeBlockSource source =
      new NodeBlockSource(
          NodeAddress.parse(node.url()),
          NodeBlockSourceTest.config(SOON),
          Clock.systemUTC(),
          Schedulers.parallel());

  @AfterEach
  void close() {
    source.close();
    node.close();
  }

  @Test
  void nullIsAcceptedOnceTheNodeKnowsTheBlock() {
    node.answers("submitblock", params -> FakeNode.Answer.result(null));
    node.answers(
        "getblockheader",
        params -> {
          assertThat(params.path(0).asText()).isEqualTo(hash.toString());
          return FakeNode.Answer.result(Map.of("confirmations", 1, "height", 500));
        });
    node.answers(
        "getblockhash",
        params -> {
          assertThat(params.path(0).asInt()).isEqualTo(500);
          return FakeNode.Answer.result(hash.toString());
        });
    assertThat(submit()).isEqualTo(new Accepted(hash));
  }

  @Test
  void nullForABlockTheNodeDoesNotKnowIsARefusal() {
    node.answers("submitblock", params -> FakeNode.Answer.result(null));
    node.answers("getblockheader", params -> FakeNode.Answer.error(-5, "Block not found"));
    assertThat(submit()).isInstanceOf(Rejected.class);
  }

  @Test
  void nullForABlockBesideTheBestChainIsStale() {
    node.answers("submitblock", params -> FakeNode.Answer.result(null));
    node.answers("getblockheader", params -> FakeNode.Answer.result(Map.of("confirmations", -1)));
    assertThat(submit()).isEqualTo(new Stale("inconclusive"));
  }

  @Test
  void nullForABlockWhoseHeightIsAnothersIsStaleThoughItIsSaidToBeConfirmed() {
    node.answers("submitblock", params -> FakeNode.Answer.result(null));
    node.answers(
        "getblockheader",
        params -> FakeNode.Answer.result(Map.of("confirmations", 1, "height", 500)));
    node.answers("getblockhash", params -> FakeNode.Answer.result("ff".repeat(32)));
    assertThat(submit()).isEqualTo(new Stale("inconclusive"));
  }

  @Test
  void knownBlockIsADuplicate() {
    node.answers("submitblock", params -> FakeNode.Answer.result("duplicate"));
    assertThat(submit()).isEqualTo(new Duplicate(hash));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inconclusive", "inconclusive-not-best-prevblk", "stale-prevblk"})
  void lateBlockIsStale(String reason) {
    node.answers("submitblock", params -> FakeNode.Answer.result(reason));
    assertThat(submit()).isEqualTo(new Stale(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"high-hash", "rejected: high-hash"})
  void invalidBlockIsRejectedWithTheNodesReason(String answer) {
    node.answers("submitblock", params -> FakeNode.Answer.result(answer));
    assertThat(submit()).isEqualTo(new Rejected("high-hash"));
  }

  @Test
  void undecodableBlockIsRejected() {
    node.answers("submitblock", params -> FakeNode.Answer.error(-22, "Block decode failed"));
    assertThat(submit()).isEqualTo(new Rejected("Block decode failed"));
    assertThat(source.submit(new byte[80]).block(SOON))
        .isEqualTo(new Rejected("Block decode failed"));
  }

  @Test
  void blockIsOfferedAgainToABusyNodeWhereADuplicateIsThenOurOwn() {
    node.answers(
        "submitblock",
        params ->
            node.calls("submitblock") == 1
                ? new FakeNode.Answer(503, "")
                : FakeNode.Answer.result("duplicate"));
    node.answers(
        "getblockheader",
        params -> FakeNode.Answer.result(Map.of("confirmations", 1, "height", 500)));
    node.answers("getblockhash", params -> FakeNode.Answer.result(hash.toString()));
    assertThat(submit()).isEqualTo(new Accepted(hash));
    assertThat(node.calls("submitblock")).isEqualTo(2);
  }

  private SubmitResult submit() {
    return source.submit(block).block(SOON);
  }
}
