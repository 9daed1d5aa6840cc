package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class NodeBlockSourceTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration OFTEN = Duration.ofMillis(20);

  private final FakeNode node = new FakeNode();
  private NodeBlockSource source = source(node.url(), NEVER);

  @AfterEach
  void close() {
    source.close();
    node.close();
  }

  @Test
  void templateIsReadAsTheNodeGaveIt() {
    BlockTemplate offered = Templates.of(501, Templates.transactions(3));
    node.offers(offered);
    assertThat(source.templates().blockFirst(SOON)).isEqualTo(offered);
  }

  @Test
  void newTipComesWithTheLongPoll() {
    StepVerifier.create(source.templates())
        .expectNextCount(1)
        .then(() -> node.offers(FakeNode.onTip(501)))
        .expectNext(FakeNode.onTip(501))
        .then(() -> node.offers(FakeNode.onTip(502)))
        .expectNext(FakeNode.onTip(502))
        .thenCancel()
        .verify(SOON);
    assertThat(node.calls("getbestblockhash")).isZero();
  }

  @Test
  void newTipIsFoundWhereTheNodeKnowsNoLongPoll() {
    node.longPolling = false;
    source = source(node.url(), OFTEN);
    StepVerifier.create(source.templates())
        .expectNextCount(1)
        .then(() -> node.offers(FakeNode.onTip(501)))
        .expectNext(FakeNode.onTip(501))
        .thenCancel()
        .verify(SOON);
  }

  @Test
  void newTipIsFoundAlthoughTheNodeForgetsItsLongPoll() {
    node.forgetsLongPolls = true;
    source = source(node.url(), OFTEN);
    StepVerifier.create(source.templates())
        .expectNextCount(1)
        .then(() -> node.offers(FakeNode.onTip(501)))
        .expectNext(FakeNode.onTip(501))
        .thenCancel()
        .verify(SOON);
  }

  @Test
  void subscribersShareOneUpstreamAndTheLaterGetsTheCurrentTemplate() {
    Flux<BlockTemplate> templates = source.templates();
    StepVerifier.create(templates)
        .expectNextCount(1)
        .then(() -> assertThat(templates.blockFirst(SOON)).isEqualTo(Templates.atHeight(500)))
        .then(() -> node.offers(FakeNode.onTip(501)))
        .expectNext(FakeNode.onTip(501))
        .then(() -> assertThat(templates.blockFirst(SOON)).isEqualTo(FakeNode.onTip(501)))
        .thenCancel()
        .verify(SOON);
    assertThat(node.calls("getblocktemplate")).as("first, long poll, long poll").isBetween(2, 3);
  }

  @Test
  void nodeThatGoesAwayIsFollowedAgainWhenItComesBack() {
    StepVerifier.create(source.templates())
        .expectNextCount(1)
        .then(node::goAway)
        .then(() -> node.offers(FakeNode.onTip(501)))
        .then(node::comeBack)
        .expectNext(FakeNode.onTip(501))
        .thenCancel()
        .verify(SOON);
  }

  @Test
  void nodeThatStartsIsWaitedFor() {
    node.answers(
        "getblocktemplate",
        params ->
            node.calls("getblocktemplate") < 3
                ? FakeNode.Answer.error(-28, "Loading block index...")
                : FakeNode.Answer.result(null));
    StepVerifier.create(source.templates())
        .expectErrorSatisfies(
            e ->
                assertThat(((NodeRpcException) e).kind())
                    .isEqualTo(NodeRpcException.Kind.MALFORMED))
        .verify(SOON);
    assertThat(node.calls("getblocktemplate")).isEqualTo(3);
  }

  @Test
  void wrongPasswordEndsAtOnceAndIsNotRepeated() {
    node.userAndPassword = "miner:right";
    source = source(node.url().replace("//", "//miner:s3cret@"), NEVER);
    StepVerifier.create(source.templates())
        .expectErrorSatisfies(
            e ->
                assertThat(e)
                    .isInstanceOf(NodeRpcException.class)
                    .hasMessageContaining("rpcpassword")
                    .message()
                    .doesNotContain("s3cret"))
        .verify(SOON);
    assertThat(node.calls("getblocktemplate")).isEqualTo(1);
  }

  @Test
  void cookieIsReadAgainWhenTheNodeHasRestarted(@TempDir Path directory) throws Exception {
    Path cookie = directory.resolve(".cookie");
    Files.writeString(cookie, "__cookie__:first");
    node.userAndPassword = "__cookie__:first";
    NodeBlockSource withCookie = source(node.url() + "?cookie=" + cookie, NEVER);
    assertThat(withCookie.templates().blockFirst(SOON)).isNotNull();
    Files.writeString(cookie, "__cookie__:second");
    node.userAndPassword = "__cookie__:second";
    assertThat(withCookie.templates().blockFirst(SOON)).isNotNull();
    withCookie.close();
  }

  @Test
  void closingEndsTheTemplates() {
    StepVerifier.create(source.templates())
        .expectNextCount(1)
        .then(source::close)
        .expectComplete()
        .verify(SOON);
    assertThat(source.isDisposed()).isTrue();
  }

  private static NodeBlockSource source(String url, Duration poll) {
    return new NodeBlockSource(
        NodeAddress.parse(url), config(poll), Clock.systemUTC(), Schedulers.parallel());
  }

  static NodeConfig config(Duration poll) {
    return new NodeConfig(
        SOON, SOON, poll, NEVER, NEVER, 1000, 1 << 20, OFTEN, Duration.ofMillis(100), 200, 2);
  }
}
