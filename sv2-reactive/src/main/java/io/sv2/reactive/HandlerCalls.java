package io.sv2.reactive;

import io.sv2.codec.MessageKind;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Calls the handlers of one client and does what they answer, then waits until the peer has room
 * for more. What answers at once costs no operator.
 */
final class HandlerCalls {
  static final long IDLE = Long.MIN_VALUE;

  private final Sv2Connection connection;
  private final Scheduler timer;
  private final ServerResponses responses;
  private final ServiceMeters meters;
  private final Consumer<Throwable> failed;
  private volatile long busySince = IDLE;
  private volatile long idleSince;

  HandlerCalls(
      Sv2Connection connection,
      Scheduler timer,
      ServerResponses responses,
      ServiceMeters meters,
      Consumer<Throwable> failed) {
    this.connection = connection;
    this.timer = timer;
    this.responses = responses;
    this.meters = meters;
    this.failed = failed;
    this.idleSince = now() - ServerSweep.PERIOD.toNanos();
  }

  /**
   * Since when a handler has not answered, or its answer is being done, as the timer counts
   * nanoseconds; {@link #IDLE} when there is none.
   */
  long busySince() {
    return busySince;
  }

  /** When the last call that took time ended; to be read after {@link #busySince()}. */
  long idleSince() {
    return idleSince;
  }

  /** Calls {@code handler}; {@code kind} is the message that it is for, null for other calls. */
  Mono<Void> call(@Nullable MessageKind kind, Callable<Mono<ResponseFromSv2Server>> handler) {
    long start = meters.areKept() ? now() : 0;
    try {
      Mono<ResponseFromSv2Server> answer = handler.call();
      if (answer instanceof Callable<?> known) { // Mono.just and its like: no operators needed
        Object response = known.call();
        Mono<Void> done =
            response == null ? Mono.empty() : responses.carryOut((ResponseFromSv2Server) response);
        if (done instanceof Callable<?> settled) {
          settled.call(); // throws when it is an error
          handled(kind, start);
          return connection.outboundReady();
        }
        return watched(toTheEnd(done), kind, start);
      }
      return watched(
          answer.flatMap(response -> toTheEnd(responses.carryOut(response))), kind, start);
    } catch (Throwable e) { // a handler's failed assertion, too, ends its client's connection
      Exceptions.throwIfFatal(e);
      failed.accept(e);
      return Mono.empty();
    }
  }

  /**
   * What was answered is done also when the client leaves meanwhile: it may be the block that it
   * has found. Only a handler that has not answered yet is cancelled.
   */
  private static Mono<Void> toTheEnd(Mono<Void> work) {
    Sinks.Empty<Void> done = Sinks.empty();
    work.subscribe(null, done::tryEmitError, done::tryEmitEmpty);
    return done.asMono();
  }

  /** Comes back to the connection's thread, whatever thread the handler finished on. */
  private Mono<Void> watched(Mono<Void> work, @Nullable MessageKind kind, long start) {
    busySince = now();
    return work.publishOn(connection.scheduler())
        .onErrorResume(
            error -> {
              failed.accept(error);
              return Mono.empty();
            })
        .then(
            Mono.defer(
                () -> {
                  idleSince = now();
                  busySince = IDLE;
                  handled(kind, start);
                  return connection.outboundReady();
                }));
  }

  private void handled(@Nullable MessageKind kind, long start) {
    if (kind != null && meters.areKept()) {
      meters.handled(kind, now() - start);
    }
  }

  private long now() {
    return timer.now(TimeUnit.NANOSECONDS);
  }
}
