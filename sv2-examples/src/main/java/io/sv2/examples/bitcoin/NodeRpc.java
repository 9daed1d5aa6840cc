package io.sv2.examples.bitcoin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sv2.examples.bitcoin.NodeRpcException.Kind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** JSON-RPC calls to a full node; never blocks. Answers arrive on the HTTP client's threads. */
final class NodeRpc {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final NodeAddress address;
  private final int maxResponseBytes;
  private final NodeCredentials credentials;
  private final Scheduler timer;
  private final AtomicLong ids = new AtomicLong();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  NodeRpc(NodeAddress address, int maxResponseBytes, Scheduler timer, Scheduler files) {
    this.address = address;
    this.maxResponseBytes = maxResponseBytes;
    this.credentials = new NodeCredentials(address, files);
    this.timer = timer;
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** The {@code result} of a call, a JSON null included; every error is a NodeRpcException. */
  Mono<JsonNode> call(String method, Duration timeout, Object... params) {
    return once(method, timeout, params)
        .onErrorResume(
            e ->
                e instanceof NodeRpcException rpc && rpc.kind() == Kind.COOKIE && rpc.code() == 401,
            e -> once(method, timeout, params));
  }

  private Mono<JsonNode> once(String method, Duration timeout, Object... params) {
    return credentials
        .header()
        .flatMap(header -> send(request(method, header, params)))
        .timeout(timeout, timer)
        .map(this::result)
        .onErrorMap(e -> explain(method, timeout, e));
  }

  /** Unlike a future's Mono, silent about the failure that a cancellation causes. */
  private Mono<HttpResponse<byte[]>> send(HttpRequest request) {
    return Mono.create(
        sink -> {
          AtomicBoolean cancelled = new AtomicBoolean();
          CompletableFuture<HttpResponse<byte[]>> answer =
              http.sendAsync(request, info -> new BoundedBody(maxResponseBytes));
          sink.onCancel(
              () -> {
                cancelled.set(true);
                answer.cancel(true);
              });
          CompletableFuture<?> unused =
              answer.whenComplete(
                  (response, error) -> {
                    if (response != null) {
                      sink.success(response);
                    } else if (!cancelled.get()) {
                      sink.error(error);
                    }
                  });
        });
  }

  private HttpRequest request(String method, Optional<String> authorization, Object... params) {
    ObjectNode call = object().put("jsonrpc", "1.0").put("id", ids.incrementAndGet());
    call.put("method", method).set("params", JSON.valueToTree(List.of(params)));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.url())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(call.toString()));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request.build();
  }

  private JsonNode result(HttpResponse<byte[]> response) {
    switch (response.statusCode()) {
      case 401 -> throw unauthorized();
      case 403 ->
          throw new NodeRpcException(
              Kind.FORBIDDEN, 403, "%s refuses this address; see rpcallowip".formatted(address));
      case 503 ->
          throw new NodeRpcException(
              Kind.BUSY, 503, "%s is out of RPC work slots; see rpcworkqueue".formatted(address));
      default -> {
        return result(response.statusCode(), response.body());
      }
    }
  }

  private JsonNode result(int status, byte[] body) {
    JsonNode answer;
    try {
      answer = JSON.readTree(body);
    } catch (IOException e) {
      answer = JSON.missingNode();
    }
    if (!answer.isObject()) {
      throw new NodeRpcException(
          Kind.MALFORMED,
          status,
          "%s answered HTTP %d without JSON-RPC: is this a Bitcoin node's RPC port?"
              .formatted(address, status));
    }
    JsonNode error = answer.path("error");
    if (error.isObject()) {
      throw refused(error.path("code").asInt(), error.path("message").asText());
    }
    return answer.path("result");
  }

  private NodeRpcException refused(int code, String message) {
    String shown = message.length() > 300 ? message.substring(0, 300) + "..." : message;
    return switch (code) {
      case -28 -> notReady(code, "is still starting", shown);
      case -10 -> notReady(code, "is still downloading blocks", shown);
      case -9 -> notReady(code, "has no connection to other nodes", shown);
      default ->
          new NodeRpcException(
              Kind.REFUSED, code, "%s answered error %d: %s".formatted(address, code, shown));
    };
  }

  private NodeRpcException notReady(int code, String state, String message) {
    return new NodeRpcException(
        Kind.NOT_READY, code, "%s %s (%d: %s)".formatted(address, state, code, message));
  }

  private NodeRpcException unauthorized() {
    return credentials.forget()
        ? new NodeRpcException(
            Kind.COOKIE, 401, "%s refuses the cookie: is it that node's file?".formatted(address))
        : new NodeRpcException(
            Kind.UNAUTHORIZED,
            401,
            "%s refuses user and password: compare rpcuser, rpcpassword or rpcauth"
                .formatted(address));
  }

  private Throwable explain(String method, Duration timeout, Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof NodeRpcException) {
        return e;
      }
    }
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof TimeoutException) {
      return new NodeRpcException(
          Kind.TIMEOUT, 0, "%s did not answer %s within %s".formatted(address, method, timeout));
    }
    return new NodeRpcException(
        Kind.UNREACHABLE,
        0,
        "cannot reach %s (%s): does the node run with server=1, are host and port right?"
            .formatted(address, cause),
        cause);
  }
}
