package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.examples.bitcoin.NodeRpcException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class NodeErrorsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final FakeNode node = new FakeNode();

  @AfterEach
  void close() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "-28, NOT_READY, true, still starting",
    "-10, NOT_READY, true, downloading blocks",
    "-9, NOT_READY, true, no connection",
    "-8, REFUSED, false, error -8: because",
    "-32601, REFUSED, false, error -32601"
  })
  void rpcErrorsSayWhatTheNodeLacks(int code, Kind kind, boolean passing, String text) {
    node.answers("ask", params -> FakeNode.Answer.error(code, "because"));
    fails(SOON, kind, passing, text);
  }

  @ParameterizedTest
  @CsvSource({
    "403, FORBIDDEN, false, rpcallowip",
    "503, BUSY, true, rpcworkqueue",
    "404, MALFORMED, false, HTTP 404",
    "200, MALFORMED, false, RPC port"
  })
  void httpStatesSayWhatToLookAt(int status, Kind kind, boolean passing, String text) {
    node.answers("ask", params -> new FakeNode.Answer(status, "<html>"));
    fails(SOON, kind, passing, text);
  }

  @Test
  void longAnswerIsCutOff() {
    node.answers("ask", params -> FakeNode.Answer.result("x".repeat(5000)));
    fails(SOON, Kind.TOO_LARGE, false, "4096 bytes");
  }

  @Test
  void silenceIsATimeout() {
    node.answers("ask", params -> new CompletableFuture<FakeNode.Answer>().join());
    fails(Duration.ofMillis(50), Kind.TIMEOUT, true, "did not answer ask within PT0.05S");
  }

  @Test
  void closedPortIsUnreachable() {
    node.goAway();
    fails(SOON, Kind.UNREACHABLE, true, "server=1");
  }

  @Test
  void missingCookieNamesTheFile(@TempDir Path directory) {
    StepVerifier.create(
            rpc(NodeAddress.parse(node.url(), directory.resolve("none"))).call("ask", SOON))
        .expectErrorSatisfies(
            e -> {
              assertThat(((NodeRpcException) e).kind()).isEqualTo(Kind.COOKIE);
              assertThat(e).hasMessageContaining("none").hasMessageContaining("running");
            })
        .verify(SOON);
  }

  private void fails(Duration timeout, Kind kind, boolean passing, String text) {
    StepVerifier.create(rpc(NodeAddress.parse(node.url())).call("ask", timeout))
        .expectErrorSatisfies(
            e -> {
              NodeRpcException error = (NodeRpcException) e;
              assertThat(error.kind()).isEqualTo(kind);
              assertThat(error.isTransient()).isEqualTo(passing);
              assertThat(error).hasMessageContaining(text);
            })
        .verify(SOON);
  }

  private static NodeRpc rpc(NodeAddress address) {
    return new NodeRpc(address, 4096, Schedulers.parallel(), Schedulers.boundedElastic());
  }
}
