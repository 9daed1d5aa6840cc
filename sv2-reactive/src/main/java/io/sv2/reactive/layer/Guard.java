package io.sv2.reactive.layer;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** Puts an operator that may refuse to subscribe around a handler. */
final class Guard {
  private Guard() {}

  /**
   * Turns what {@code operator} refuses with into a {@link LayerException}. The handler may use the
   * same library and fail by the same exception: that one is its own.
   */
  static <Q, R> Function<Q, Mono<R>> around(
      Function<Q, Mono<R>> inner,
      UnaryOperator<Mono<R>> operator,
      Class<? extends RuntimeException> refusal,
      Supplier<LayerException> instead) {
    return request ->
        Mono.defer(
            () -> {
              AtomicBoolean entered = new AtomicBoolean();
              Mono<R> call =
                  Mono.defer(
                      () -> {
                        entered.set(true);
                        return inner.apply(request);
                      });
              return operator
                  .apply(call)
                  .onErrorMap(refusal, error -> entered.get() ? error : instead.get());
            });
  }
}
