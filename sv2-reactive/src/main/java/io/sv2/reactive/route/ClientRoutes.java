package io.sv2.reactive.route;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.VendorMessage;
import io.sv2.reactive.RequestToSv2Client.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.handler.UnexpectedMessageException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Routes of a client: from what its server sent to a response. */
public final class ClientRoutes {
  private ClientRoutes() {}

  /** For all messages of {@code type}. */
  public static <M extends Sv2Message> Sv2Route<IncomingMessage, ResponseFromSv2Client> on(
      Class<M> type, Function<? super M, Mono<ResponseFromSv2Client>> handler) {
    return on(type, message -> true, handler);
  }

  /** For those messages of {@code type} for which {@code predicate} holds. */
  public static <M extends Sv2Message> Sv2Route<IncomingMessage, ResponseFromSv2Client> on(
      Class<M> type,
      Predicate<? super M> predicate,
      Function<? super M, Mono<ResponseFromSv2Client>> handler) {
    return Sv2Route.on(
        type,
        (request, message) -> predicate.test(message),
        (request, message) -> handler.apply(message));
  }

  /** For all messages of {@code type}; the handler sees the whole request, TLVs included. */
  public static <M extends Sv2Message> Sv2Route<IncomingMessage, ResponseFromSv2Client> onRequest(
      Class<M> type,
      BiFunction<? super IncomingMessage, ? super M, Mono<ResponseFromSv2Client>> handler) {
    return Sv2Route.on(type, (request, message) -> true, handler);
  }

  /**
   * The fallback for a role that has a route for all it expects: an {@link
   * UnexpectedMessageException}, which closes the connection. A vendor's message is ignored, as by
   * a handler that does not override {@code handleVendorMessage}.
   */
  public static Function<IncomingMessage, Mono<ResponseFromSv2Client>> unexpected() {
    return request ->
        request.message() instanceof VendorMessage
            ? Mono.just(ResponseFromSv2Client.nothing())
            : Mono.error(new UnexpectedMessageException(request.message()));
  }
}
