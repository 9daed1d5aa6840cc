package io.sv2.reactive.sibling;

import io.sv2.reactive.RequestToSv2Client;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.ResponseFromSv2Server;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What a server service holds of its sibling client service. */
public final class Sv2SiblingClientServiceIo {
  private final SiblingRequests<RequestToSv2Client, ResponseFromSv2Client> toClient;
  private final SiblingRequests<RequestToSv2Server, ResponseFromSv2Server> fromClient;

  Sv2SiblingClientServiceIo(
      SiblingRequests<RequestToSv2Client, ResponseFromSv2Client> toClient,
      SiblingRequests<RequestToSv2Server, ResponseFromSv2Server> fromClient) {
    this.toClient = toClient;
    this.fromClient = fromClient;
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
  public Mono<ResponseFromSv2Client> ask(RequestToSv2Client request) {
    return toClient.ask(request);
  }

  /**
   * Answers the sibling's requests, in the order they came, until disposed, never more at a time
   * than {@link SiblingConfig#concurrency()}. Once disposed, it may be called again.
   *
   * @throws IllegalStateException while they are answered already
   */
  public Disposable serve(Function<RequestToSv2Server, Mono<ResponseFromSv2Server>> service) {
    return fromClient.serve(service);
  }
}
