package io.sv2.reactive.sibling;

import io.sv2.reactive.sibling.SiblingException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * One direction between siblings: requests wait in a bounded sink until the other service takes
 * them and answers. Who finds the sink full waits for room, first come, first served.
 *
 * @param <Q> requests
 * @param <R> responses
 */
final class SiblingRequests<Q, R> {
  private final SiblingConfig config;
  private final Scheduler timer;
  private final Object lock = new Object();
  // All guarded by lock: what waits to be taken, who waits for room there, and all that have no
  // answer yet. A sink that was cancelled takes nothing more: who serves again gets a new one.
  private WaitingExchanges<Exchange<Q, R>> queue = new WaitingExchanges<>();
  private Sinks.Many<Exchange<Q, R>> sink = sinkOf(queue);
  private final WaitingExchanges<Exchange<Q, R>> outside = new WaitingExchanges<>();
  private final Set<Exchange<Q, R>> unanswered = new LinkedHashSet<>();
  private boolean served;
  private boolean stopped;

  SiblingRequests(SiblingConfig config, Scheduler timer) {
    this.config = config;
    this.timer = timer;
  }

  private static <T> Sinks.Many<T> sinkOf(WaitingExchanges<T> queue) {
    return Sinks.unsafe().many().unicast().onBackpressureBuffer(queue);
  }

  Mono<R> ask(Q request) {
    return Mono.defer(
        () -> {
          Exchange<Q, R> exchange = new Exchange<>(request);
          synchronized (lock) {
            if (stopped) {
              return Mono.error(new SiblingException(Kind.STOPPED, "the sibling has stopped"));
            } else if (!enter(exchange)) {
              return Mono.error(
                  new SiblingException(
                      Kind.OVERLOADED,
                      config.capacity()
                          + " requests wait for the sibling already, "
                          + config.maxWaiting()
                          + " more for room"));
            }
            unanswered.add(exchange);
          }
          return exchange
              .answer
              .asMono()
              .timeout(config.timeout(), tooLate(), timer)
              .doFinally(signal -> leave(exchange));
        });
  }

  private <T> Mono<T> tooLate() {
    return Mono.error(
        () ->
            new SiblingException(
                Kind.TIMEOUT, "the sibling did not answer in " + config.timeout()));
  }

  private boolean enter(Exchange<Q, R> exchange) {
    if (queue.size() < config.capacity() && outside.isEmpty()) {
      sink.tryEmitNext(exchange).orThrow();
      return true;
    }
    return outside.size() < config.maxWaiting() && outside.offer(exchange);
  }

  private void leave(Exchange<Q, R> exchange) {
    exchange.withdrawn = true;
    synchronized (lock) {
      unanswered.remove(exchange);
      if (queue.remove(exchange) || outside.remove(exchange)) {
        letIn();
      }
    }
  }

  private void letIn() {
    while (!stopped && queue.size() < config.capacity()) {
      Exchange<Q, R> first = outside.poll();
      if (first == null) {
        return;
      }
      sink.tryEmitNext(first).orThrow();
    }
  }

  /**
   * Answers requests with {@code service} until disposed; what waits then fails at once. What was
   * asked before is answered, but for what was asked while nobody served any more.
   *
   * @throws IllegalStateException while they are served already
   */
  Disposable serve(Function<Q, Mono<R>> service) {
    Sinks.Many<Exchange<Q, R>> from;
    synchronized (lock) {
      if (served) {
        throw new IllegalStateException("the sibling's requests are served already");
      }
      if (stopped) {
        queue = new WaitingExchanges<>();
        sink = sinkOf(queue);
        stopped = false;
      }
      served = true;
      from = sink;
    }
    Disposable serving =
        from.asFlux()
            .hide() // or the queue is drained without regard to demand
            .publishOn(timer, 1) // never on the asker's thread, which holds the lock
            .doOnNext(taken -> roomWasMade())
            .flatMap(
                exchange -> exchange.withdrawn ? Mono.empty() : answer(exchange, service),
                config.concurrency(),
                1)
            .subscribe();
    return Disposables.composite(() -> stop(serving)); // once, whoever disposes of it how often
  }

  private void roomWasMade() {
    synchronized (lock) {
      letIn();
    }
  }

  private void stop(Disposable serving) {
    List<Exchange<Q, R>> left;
    synchronized (lock) {
      stopped = true;
      served = false;
      left = new ArrayList<>(unanswered);
      unanswered.clear();
      outside.clear(); // or they would be in the way of whoever asks after the next start
    }
    serving.dispose();
    left.forEach(
        exchange ->
            exchange.answer.tryEmitError(
                new SiblingException(Kind.STOPPED, "the sibling stopped")));
  }

  /** Work that does not end would hold up all others: it is cancelled after the timeout. */
  private Mono<Void> answer(Exchange<Q, R> exchange, Function<Q, Mono<R>> service) {
    return Mono.defer(() -> service.apply(exchange.request))
        .timeout(config.timeout(), tooLate(), timer)
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

  /** Requests without an answer, for tests that nothing is left behind. */
  int unanswered() {
    synchronized (lock) {
      return unanswered.size() + outside.size() + queue.size();
    }
  }
}
