package io.sv2.reactive.route;

import io.sv2.codec.Sv2Message;
import io.sv2.reactive.Incoming;
import io.sv2.reactive.handler.UnexpectedMessageException;
import io.sv2.reactive.layer.Sv2Layer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * From a request to the function that handles it, if this route is for it. Immutable; routes are
 * made by {@link ServerRoutes} and {@link ClientRoutes} and composed here.
 *
 * <p>Predicates look at the request only and change nothing: they may be asked more than once for
 * one request.
 *
 * @param <Q> requests
 * @param <R> responses
 */
@FunctionalInterface
public interface Sv2Route<Q extends Incoming, R> {
  /** The function for {@code request}; null when this route is not for it. */
  @Nullable Function<Q, Mono<R>> find(Q request);

  /**
   * A route for the messages of one type for which {@code predicate} holds.
   *
   * @param type a record, or an interface that all messages of a family implement
   */
  static <Q extends Incoming, R, M extends Sv2Message> Sv2Route<Q, R> on(
      Class<M> type,
      BiPredicate<? super Q, ? super M> predicate,
      BiFunction<? super Q, ? super M, Mono<R>> handler) {
    Function<Q, Mono<R>> function = request -> handler.apply(request, type.cast(request.message()));
    return request ->
        type.isInstance(request.message()) && predicate.test(request, type.cast(request.message()))
            ? function
            : null;
  }

  /** {@code route} for those requests for which {@code predicate} holds, and no others. */
  static <Q extends Incoming, R> Sv2Route<Q, R> nest(
      Predicate<? super Q> predicate, Sv2Route<Q, R> route) {
    return request -> predicate.test(request) ? route.find(request) : null;
  }

  /** This route, and {@code other} for what this one is not for: the first match wins. */
  default Sv2Route<Q, R> and(Sv2Route<Q, R> other) {
    return request -> {
      Function<Q, Mono<R>> found = find(request);
      return found != null ? found : other.find(request);
    };
  }

  /**
   * This route with {@code layer} around whatever it finds; requests that it is not for do not come
   * to the layer.
   *
   * <p>The layer wraps once, here, so a limit or a breaker in it counts all requests of the route.
   * A request that the layer has changed is looked up again: it goes where the changed one belongs.
   */
  default Sv2Route<Q, R> filter(Sv2Layer<Q, R> layer) {
    Function<Q, Mono<R>> filtered =
        layer.wrap(
            orElse(request -> Mono.error(new UnexpectedMessageException(request.message()))));
    return request -> find(request) != null ? filtered : null;
  }

  /** A function for all requests: this route, and {@code fallback} for what it is not for. */
  default Function<Q, Mono<R>> orElse(Function<Q, Mono<R>> fallback) {
    return request -> {
      Function<Q, Mono<R>> found = find(request);
      return (found != null ? found : fallback).apply(request);
    };
  }
}
