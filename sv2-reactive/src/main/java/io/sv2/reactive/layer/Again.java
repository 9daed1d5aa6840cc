package io.sv2.reactive.layer;

import io.sv2.reactive.handler.UnexpectedMessageException;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Tries again after pauses that grow. */
final class Again {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final double JITTER = 0.5;

  private Again() {}

  static <R> Function<Mono<R>, Mono<R>> times(int attempts, Duration first, Scheduler timer) {
    if (attempts == 1) {
      return work -> work;
    }
    Retry retry =
        Retry.backoff(attempts - 1, first)
            .maxBackoff(first.compareTo(LONGEST) > 0 ? first : LONGEST)
            .jitter(JITTER)
            .scheduler(timer)
            .filter(Again::mayPass)
            .onRetryExhaustedThrow((spec, signal) -> signal.failure());
    return work -> work.retryWhen(retry);
  }

  private static boolean mayPass(Throwable error) {
    return error instanceof Exception
        && !(error instanceof LayerException)
        && !(error instanceof UnexpectedMessageException);
  }
}
