package io.sv2.reactive.layer;

import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Wraps a handler function: before it, after it, around it, or instead of it.
 *
 * @param <Q> requests
 * @param <R> responses
 */
@FunctionalInterface
public interface Sv2Layer<Q, R> {
  /** {@code inner} with this layer around it; called once, when a service is made. */
  Function<Q, Mono<R>> wrap(Function<Q, Mono<R>> inner);

  /** This layer with {@code inner} next inside it: a request comes to this one first. */
  default Sv2Layer<Q, R> around(Sv2Layer<Q, R> inner) {
    return handler -> wrap(inner.wrap(handler));
  }

  /** A layer that does nothing. */
  static <Q, R> Sv2Layer<Q, R> none() {
    return handler -> handler;
  }
}
