package io.sv2.reactive.sibling;

import io.sv2.reactive.BoundedSink;
import io.sv2.reactive.sibling.SiblingException.Kind;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * One direction between siblings: requests wait in a bounded sink until the other service takes
 * them, one after the other, and answers.
 *
 * @param <Q> requests
 * @param <R> responses
 */
final class SiblingRequests<Q, R> {
  private final BoundedSink<Exchange<Q, R>> waiting;
  private final SiblingConfig config;
  private final Scheduler timer;
  private final Sinks.Empty<R> stopped = Sinks.empty();

  SiblingRequests(SiblingConfig config, Scheduler timer) {
    this.config = config;
    this.timer = timer;
    this.waiting = new BoundedSink<>(config.capacity());
  }

  private static final class Exchange<Q, R> {
    final Q request;
    final Sinks.One<R> answer = Sinks.one();
    volatile boolean withdrawn;

    Exchange(Q request) {
      this.request = request;
    }
  }

  Mono<R> ask(Q request) {
    return Mono.defer(
        () -> {
          Exchange<Q, R> exchange = new Exchange<>(request);
          Sinks.EmitResult result = waiting.tryEmitNext(exchange);
          if (result == Sinks.EmitResult.FAIL_OVERFLOW) {
            return Mono.error(
                new SiblingException(
                    Kind.OVERLOADED, config.capacity() + " requests wait for the sibling already"));
          } else if (result.isFailure()) {
            return Mono.error(new SiblingException(Kind.STOPPED, "the sibling has stopped"));
          }
          return Mono.firstWithSignal(
                  exchange.answer.asMono(),
                  stopped
                      .asMono()
                      .switchIfEmpty(
                          Mono.error(
                              () -> new SiblingException(Kind.STOPPED, "the sibling stopped"))))
              .timeout(config.timeout(), timer)
              .onErrorMap(
                  TimeoutException.class,
                  e ->
                      new SiblingException(
                          Kind.TIMEOUT, "the sibling did not answer in " + config.timeout()))
              .doFinally(signal -> exchange.withdrawn = true);
        });
  }

  /** Answers requests with {@code service} until disposed; what waits then fails at once. */
  Disposable serve(Function<Q, Mono<R>> service) {
    Disposable serving =
        waiting
            .asFlux()
            .publishOn(timer, 1) // never on the asker's thread, which may hold the sink's lock
            .concatMap(exchange -> exchange.withdrawn ? Mono.empty() : answer(exchange, service), 1)
            .subscribe();
    return () -> {
      serving.dispose();
      waiting.tryEmitComplete();
      stopped.tryEmitEmpty();
    };
  }

  private Mono<Void> answer(Exchange<Q, R> exchange, Function<Q, Mono<R>> service) {
    return Mono.defer(() -> service.apply(exchange.request))
        .doOnSuccess(
            response -> {
              if (response == null) {
                exchange.answer.tryEmitEmpty();
              } else {
                exchange.answer.tryEmitValue(response);
              }
            })
        .doOnError(exchange.answer::tryEmitError)
        .onErrorComplete() // the asker has the error; the next request is not its business
        .then();
  }
}
