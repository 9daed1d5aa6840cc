package io.sv2.reactive.route;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.reactive.Limits;
import io.sv2.reactive.Sv2Connection;
import io.sv2.reactive.route.RequestFailedException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Requests by a connection and their answers, which find each other by {@code request_id} (a
 * template's data by {@code template_id}). Answers are taken out of the stream of what arrives:
 * subscribe to {@link #rest}, or nothing is ever answered.
 */
public final class Sv2Requests {
  private final Sv2Connection connection;
  private final int mostWaiting;
  private final Duration timeout;
  private final Scheduler timer;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Exchanges.Key, Sinks.One<Sv2Message>> waiting = new HashMap<>(); // by this
  private boolean over; // by this

  /**
   * Requests by {@code connection}.
   *
   * @param mostWaiting how many may wait for an answer, from 1 up; one more fails at once
   * @param timeout for each answer
   * @param timer measures it
   */
  public Sv2Requests(Sv2Connection connection, int mostWaiting, Duration timeout, Scheduler timer) {
    Limits.positive("mostWaiting", mostWaiting);
    Limits.positive("timeout", timeout);
    this.connection = connection;
    this.mostWaiting = mostWaiting;
    this.timeout = timeout;
    this.timer = timer;
  }

  /** An id that was not given before, until 65,536 were; then those come again. */
  public int newRequestId() {
    return lastId.incrementAndGet() & 0xffff;
  }

  /**
   * What arrives and is no answer to a request that waits, late answers among it.
   *
   * <p><strong>Completion, error:</strong> with the source; what still waits then fails.<br>
   * <strong>Backpressure:</strong> the source's; while nothing is requested no answer comes either.
   */
  public Flux<Sv2Message> rest(Flux<Sv2Message> arriving) {
    return arriving.filter(message -> !answered(message)).doFinally(signal -> end());
  }

  /**
   * Sends {@code request}, once for each subscriber, and emits what answers it, a Success or an
   * Error.
   *
   * <p><strong>Error:</strong> a {@link RequestFailedException}. Cancelling forgets the request; an
   * answer that comes all the same is then part of {@link #rest}.
   */
  public Mono<Sv2Message> ask(Sv2Message request) {
    return Mono.defer(
        () -> {
          Exchanges.Key key = Exchanges.ofRequest(request);
          if (key == null) {
            return failed(
                Kind.NO_REQUEST, request.type().specName() + " is not answered by its id");
          }
          Sv2Frame frame = Sv2Codec.encode(request); // first: what does not fit waits for nothing
          Sinks.One<Sv2Message> answer = Sinks.one();
          synchronized (this) {
            if (over) {
              return ended();
            } else if (waiting.size() >= mostWaiting) {
              return failed(Kind.TOO_MANY, mostWaiting + " requests wait for their answers");
            } else if (waiting.putIfAbsent(key, answer) != null) {
              return failed(Kind.DUPLICATE_ID, "request " + key.id() + " waits already");
            }
          }
          return send(frame)
              .then(answer.asMono())
              .timeout(
                  timeout,
                  failed(Kind.TIMEOUT, "no answer to request " + key.id() + " in " + timeout),
                  timer)
              .doOnTerminate(() -> forget(key, answer)) // before the asker hears: he may ask again
              .doOnCancel(() -> forget(key, answer));
        });
  }

  private Mono<Void> send(Sv2Frame frame) {
    Sinks.EmitResult result = connection.outbound().tryEmitNext(frame);
    if (result == Sinks.EmitResult.FAIL_OVERFLOW) {
      return failed(Kind.OVERFLOW, connection.peer() + " does not read what it is sent");
    }
    return result.isSuccess() ? Mono.empty() : ended();
  }

  private static <T> Mono<T> failed(Kind kind, String detail) {
    return Mono.error(new RequestFailedException(kind, detail));
  }

  private boolean answered(Sv2Message message) {
    for (Exchanges.Key key : Exchanges.ofAnswer(message)) {
      Sinks.One<Sv2Message> asked;
      synchronized (this) {
        asked = waiting.remove(key);
      }
      if (asked != null) {
        return asked.tryEmitValue(message).isSuccess();
      }
    }
    return false;
  }

  private <T> Mono<T> ended() {
    return failed(Kind.ENDED, "the connection to " + connection.peer() + " has ended");
  }

  private synchronized void forget(Exchanges.Key key, Sinks.One<Sv2Message> answer) {
    waiting.remove(key, answer);
  }

  private void end() {
    List<Sinks.One<Sv2Message>> left;
    synchronized (this) {
      over = true;
      left = new ArrayList<>(waiting.values());
    }
    left.forEach(
        asked ->
            asked.tryEmitError(
                new RequestFailedException(
                    Kind.ENDED, "the connection to " + connection.peer() + " has ended")));
  }

  /** Requests whose answers are awaited. */
  public synchronized int waiting() {
    return waiting.size();
  }
}
