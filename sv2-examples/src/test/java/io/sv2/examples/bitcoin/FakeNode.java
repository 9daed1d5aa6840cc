package io.sv2.examples.bitcoin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.bitcoinj.base.Sha256Hash;

/** A node that says what a test tells it to. */
final class FakeNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a call is answered with: an HTTP status and a body. */
  record Answer(int status, String body) {
    static Answer result(Object result) {
      ObjectNode body = JSON.createObjectNode();
      body.set("result", JSON.valueToTree(result));
      return new Answer(200, body.putNull("error").toString());
    }

    static Answer error(int code, String message) {
      ObjectNode body = JSON.createObjectNode();
      body.putNull("result").putObject("error").put("code", code).put("message", message);
      return new Answer(500, body.toString());
    }
  }

  volatile String userAndPassword;
  volatile boolean longPolling = true;
  volatile boolean forgetsLongPolls;
  private final Map<String, Function<JsonNode, Answer>> methods = new ConcurrentHashMap<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private BlockTemplate template;
  private CompletableFuture<Void> changed = new CompletableFuture<>();

  FakeNode() {
    template = Templates.atHeight(500);
    methods.put("getblocktemplate", this::blockTemplate);
    methods.put("getbestblockhash", params -> Answer.result(bestHash()));
    bind(0);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void answers(String method, Function<JsonNode, Answer> answer) {
    methods.put(method, answer);
  }

  int calls(String method) {
    return calls.getOrDefault(method, 0);
  }

  synchronized void offers(BlockTemplate next) {
    template = next;
    changed.complete(null);
    changed = new CompletableFuture<>();
  }

  static BlockTemplate onTip(int height) {
    BlockTemplate base = Templates.atHeight(height);
    return new BlockTemplate(
        height,
        base.version(),
        Sha256Hash.of(new byte[] {(byte) height}),
        base.curTime(),
        base.minTime(),
        base.bits(),
        base.target(),
        base.coinbaseValue(),
        base.transactions(),
        true);
  }

  void goAway() {
    server.stop(0);
    threads.shutdownNow();
  }

  void comeBack() {
    threads = Executors.newCachedThreadPool();
    bind(server.getAddress().getPort());
  }

  @Override
  public void close() {
    goAway();
  }

  private void bind(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private synchronized String bestHash() {
    return template.previousBlockHash().toString();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode call = JSON.readTree(exchange.getRequestBody());
      String method = call.path("method").asText();
      calls.merge(method, 1, Integer::sum);
      Answer answer =
          isWelcome(exchange)
              ? methods.get(method).apply(call.path("params"))
              : new Answer(401, "");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private boolean isWelcome(HttpExchange exchange) {
    if (userAndPassword == null) {
      return true;
    }
    byte[] expected = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return ("Basic " + Base64.getEncoder().encodeToString(expected))
        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private Answer blockTemplate(JsonNode params) {
    CompletableFuture<Void> wait;
    synchronized (this) {
      boolean known = params.path(0).path("longpollid").asText().equals(id());
      wait = known ? changed : CompletableFuture.completedFuture(null);
    }
    if (forgetsLongPolls && !wait.isDone()) {
      wait = new CompletableFuture<>();
    }
    wait.join();
    return Answer.result(json());
  }

  private synchronized String id() {
    return bestHash() + template.coinbaseValue();
  }

  private synchronized ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", template.version()).put("height", template.height());
    json.put("previousblockhash", bestHash()).put("curtime", template.curTime());
    json.put("mintime", template.minTime()).put("bits", Long.toHexString(template.bits()));
    json.put("target", template.target().toString(16)).put("sigoplimit", 80_000);
    json.put("coinbasevalue", template.coinbaseValue());
    json.put(
        "default_witness_commitment", HexFormat.of().formatHex(template.witnessCommitmentScript()));
    json.set("transactions", transactions(template.transactions()));
    if (longPolling) {
      json.put("longpollid", id());
    }
    return json;
  }

  private static JsonNode transactions(List<TemplateTransaction> transactions) {
    return JSON.valueToTree(
        transactions.stream()
            .map(
                tx ->
                    Map.of(
                        "data", HexFormat.of().formatHex(tx.toByteArray()),
                        "txid", tx.txid().toString(),
                        "hash", tx.wtxid().toString(),
                        "fee", tx.fee(),
                        "weight", tx.weight(),
                        "sigops", tx.sigops()))
            .toList());
  }
}
