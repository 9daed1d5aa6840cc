package io.sv2.reactive.layer;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** How a Mono ends. */
final class Ending {
  private Ending() {}

  /**
   * Tells {@code end} once, before whoever waits for the answer gets it, so that a time measured is
   * the handler's alone: ON_COMPLETE with an answer or without, ON_ERROR with the error, CANCEL.
   */
  static <R> Mono<R> told(Mono<R> work, BiConsumer<SignalType, @Nullable Throwable> end) {
    AtomicBoolean told = new AtomicBoolean(); // a cancel may still come after an answer
    return work.doOnSuccess(answer -> tell(told, end, SignalType.ON_COMPLETE, null))
        .doOnError(error -> tell(told, end, SignalType.ON_ERROR, error))
        .doOnCancel(() -> tell(told, end, SignalType.CANCEL, null));
  }

  private static void tell(
      AtomicBoolean told,
      BiConsumer<SignalType, @Nullable Throwable> end,
      SignalType how,
      @Nullable Throwable error) {
    if (told.compareAndSet(false, true)) {
      end.accept(how, error);
    }
  }
}
