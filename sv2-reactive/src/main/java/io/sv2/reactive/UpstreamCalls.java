package io.sv2.reactive;

import io.sv2.codec.MessageKind;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.handler.UnexpectedMessageException;
import io.sv2.reactive.layer.LayerException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Calls a client's handler for one connection and does what it answers, then waits until the server
 * has room for more.
 */
final class UpstreamCalls {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamCalls.class);

  /** Ours, told apart from a timeout that the handler itself has failed by. */
  @SuppressWarnings("serial")
  private static final class HandlerTimeout extends RuntimeException {}

  private final Sv2Connection connection;
  private final UpstreamContext context;
  private final Consumer<CloseReason> close;
  private volatile boolean busy;
  private volatile long idleSince;

  UpstreamCalls(Sv2Connection connection, UpstreamContext context, Consumer<CloseReason> close) {
    this.connection = connection;
    this.context = context;
    this.close = close;
    this.idleSince = now();
  }

  /** Whether a handler has not answered, or its answer is being done. */
  boolean isBusy() {
    return busy;
  }

  /** When the last call ended; to be read after {@link #isBusy()}. */
  long idleSince() {
    return idleSince;
  }

  /** {@code kind} is the message that the call is for, null for other calls. */
  Mono<Void> call(@Nullable MessageKind kind, Supplier<Mono<ResponseFromSv2Client>> handler) {
    Sv2ClientServiceConfig config = context.config();
    long start = now();
    busy = true;
    return Mono.defer(handler)
        .flatMap(context.carryOut())
        .timeout(config.handlerTimeout(), Mono.error(HandlerTimeout::new), config.timer())
        .publishOn(connection.scheduler())
        .onErrorResume(
            error -> {
              failed(error);
              return Mono.empty();
            })
        .then(
            Mono.defer(
                () -> {
                  idleSince = now();
                  busy = false;
                  if (kind != null) {
                    context.meters().handled(kind, now() - start);
                  }
                  return connection.outboundReady();
                }));
  }

  private void failed(Throwable error) {
    if (error instanceof UnexpectedMessageException) {
      close.accept(CloseReason.of(Kind.PROTOCOL_ERROR, error));
    } else if (error instanceof LayerException) {
      close.accept(CloseReason.of(Kind.OVERLOADED, error));
    } else if (error instanceof HandlerTimeout) {
      Duration allowed = context.config().handlerTimeout();
      close.accept(
          new CloseReason(Kind.HANDLER_TIMEOUT, "no answer from the handler in " + allowed));
    } else {
      LOG.warn(
          "{}: {}: the handler failed",
          context.config().name(),
          context.upstream().protocol(),
          error);
      close.accept(CloseReason.of(Kind.HANDLER_FAILED, error));
    }
  }

  private long now() {
    return context.config().timer().now(TimeUnit.NANOSECONDS);
  }
}
