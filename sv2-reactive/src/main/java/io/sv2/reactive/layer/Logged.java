package io.sv2.reactive.layer;

import io.sv2.reactive.Incoming;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;

/**
 * A line at debug level for each request: who, what, how it ended, after how long. What people
 * chose and what is secret stands in none; see {@link Redaction}.
 */
public final class Logged<Q extends Incoming, R> implements Sv2Layer<Q, R> {
  private final Logger log;
  private final Redaction redaction;
  private final Scheduler timer;

  /**
   * Lines for {@code log}.
   *
   * @param redaction which fields are left out
   * @param timer measures how long it took
   */
  public Logged(Logger log, Redaction redaction, Scheduler timer) {
    this.log = log;
    this.redaction = redaction;
    this.timer = timer;
  }

  @Override
  public Function<Q, Mono<R>> wrap(Function<Q, Mono<R>> inner) {
    return request ->
        log.isDebugEnabled()
            ? Mono.defer(
                () -> {
                  long start = timer.now(TimeUnit.MICROSECONDS);
                  return Mono.defer(() -> inner.apply(request))
                      .doOnError(error -> line(request, error.getClass().getSimpleName(), start))
                      .doFinally(signal -> ended(request, signal, start));
                })
            : inner.apply(request);
  }

  private void ended(Q request, SignalType signal, long start) {
    if (signal != SignalType.ON_ERROR) { // that has its line already, with the error's class
      line(request, signal == SignalType.CANCEL ? "cancelled" : "answered", start);
    }
  }

  private void line(Q request, String outcome, long start) {
    String who =
        request instanceof IncomingMessage incoming
            ? "client " + incoming.client().id()
            : "upstream";
    log.debug(
        "{} {}: {} after {} us",
        who,
        MessageText.of(request.message(), redaction),
        outcome,
        timer.now(TimeUnit.MICROSECONDS) - start);
  }
}
