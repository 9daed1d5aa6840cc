package io.sv2.reactive.route;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.VendorMessage;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.handler.UnexpectedMessageException;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Routes of a server: from what a client sent to a response.
 *
 * <pre>{@code
 * Sv2MiningServerHandler.of(
 *     on(OpenStandardMiningChannel.class, this::open)
 *         .and(on(SubmitSharesStandard.class, this::share))
 *         .orElse(unexpected()));
 * }</pre>
 */
public final class ServerRoutes {
  private ServerRoutes() {}

  /** For all messages of {@code type}. */
  public static <M extends Sv2Message> Sv2Route<IncomingMessage, ResponseFromSv2Server> on(
      Class<M> type,
      BiFunction<? super Sv2Client, ? super M, Mono<ResponseFromSv2Server>> handler) {
    return on(type, (client, message) -> true, handler);
  }

  /** For those messages of {@code type} for which, with their client, {@code predicate} holds. */
  public static <M extends Sv2Message> Sv2Route<IncomingMessage, ResponseFromSv2Server> on(
      Class<M> type,
      BiPredicate<? super Sv2Client, ? super M> predicate,
      BiFunction<? super Sv2Client, ? super M, Mono<ResponseFromSv2Server>> handler) {
    return Sv2Route.on(
        type,
        (request, message) -> predicate.test(request.client(), message),
        (request, message) -> handler.apply(request.client(), message));
  }

  /** For all messages of {@code type}; the handler sees the whole request, TLVs included. */
  public static <M extends Sv2Message> Sv2Route<IncomingMessage, ResponseFromSv2Server> onRequest(
      Class<M> type,
      BiFunction<? super IncomingMessage, ? super M, Mono<ResponseFromSv2Server>> handler) {
    return Sv2Route.on(type, (request, message) -> true, handler);
  }

  /**
   * The fallback for a role that has a route for all it expects: an {@link
   * UnexpectedMessageException}, which closes the connection. A vendor's message is ignored, as by
   * a handler that does not override {@code handleVendorMessage}.
   */
  public static Function<IncomingMessage, Mono<ResponseFromSv2Server>> unexpected() {
    return request ->
        request.message() instanceof VendorMessage
            ? Mono.just(ResponseFromSv2Server.nothing())
            : Mono.error(new UnexpectedMessageException(request.message()));
  }
}
