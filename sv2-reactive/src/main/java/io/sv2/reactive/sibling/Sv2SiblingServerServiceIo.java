package io.sv2.reactive.sibling;

import io.sv2.reactive.RequestToSv2Client;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.ResponseFromSv2Server;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What a client service holds of its sibling server service. */
public final class Sv2SiblingServerServiceIo {
  private final SiblingRequests<RequestToSv2Server, ResponseFromSv2Server> toServer;
  private final SiblingRequests<RequestToSv2Client, ResponseFromSv2Client> fromServer;

  Sv2SiblingServerServiceIo(
      SiblingRequests<RequestToSv2Server, ResponseFromSv2Server> toServer,
      SiblingRequests<RequestToSv2Client, ResponseFromSv2Client> fromServer) {
    this.toServer = toServer;
    this.fromServer = fromServer;
  }

  /**
   * Asks the sibling.
   *
   * <p><strong>Backpressure:</strong> a request waits until the sibling takes it, in a bounded sink
   * or, when that is full, for room in it; up to the timeout in all.<br>
   * <strong>Error:</strong> the sibling's own, or a {@link SiblingException} when it takes too
   * long, at once when it has stopped or when too many wait already. Cancelling withdraws a request
   * that the sibling has not taken yet; work that it has begun is brought to its end, as it may be
   * a block.
   */
  public Mono<ResponseFromSv2Server> ask(RequestToSv2Server request) {
    return toServer.ask(request);
  }

  /**
   * Answers the sibling's requests, in the order they came, until disposed, never more at a time
   * than {@link SiblingConfig#concurrency()}. Once disposed, it may be called again.
   *
   * @throws IllegalStateException while they are answered already
   */
  public Disposable serve(Function<RequestToSv2Client, Mono<ResponseFromSv2Client>> service) {
    return fromServer.serve(service);
  }

  /** Two ends, cross-wired: the sink that one writes to is the one that the other reads. */
  public record Pair(Sv2SiblingServerServiceIo forClient, Sv2SiblingClientServiceIo forServer) {}

  /** A fresh pair under {@code config}, its timeouts on {@code timer}. */
  public static Pair newPair(SiblingConfig config, Scheduler timer) {
    SiblingRequests<RequestToSv2Server, ResponseFromSv2Server> toServer =
        new SiblingRequests<>(config, timer);
    SiblingRequests<RequestToSv2Client, ResponseFromSv2Client> toClient =
        new SiblingRequests<>(config, timer);
    return new Pair(
        new Sv2SiblingServerServiceIo(toServer, toClient),
        new Sv2SiblingClientServiceIo(toClient, toServer));
  }
}
