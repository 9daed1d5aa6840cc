package io.sv2.reactive;

import io.sv2.reactive.CloseReason.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Leaves a server that has said nothing for too long. What the handler takes is not the server's
 * silence: nothing is read meanwhile.
 */
final class UpstreamSilence {
  private final Scheduler timer;
  private final Duration allowed;
  private final UpstreamCalls calls;
  private final Consumer<CloseReason> close;
  private volatile long since;
  private volatile boolean over;
  private Disposable next = Disposables.disposed();

  UpstreamSilence(
      Scheduler timer, Duration allowed, UpstreamCalls calls, Consumer<CloseReason> close) {
    this.timer = timer;
    this.allowed = allowed;
    this.calls = calls;
    this.close = close;
  }

  /** The server has said something. */
  void broken() {
    since = now();
  }

  /** From now on silence counts. */
  void watch() {
    watch(allowed.toNanos());
  }

  private void watch(long nanos) {
    next = timer.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    if (over) {
      next.dispose();
    }
  }

  private void look() {
    long left =
        calls.isBusy()
            ? allowed.toNanos()
            : allowed.toNanos() - (now() - Math.max(since, calls.idleSince()));
    if (left > 0) {
      watch(left);
    } else {
      close.accept(new CloseReason(Kind.INACTIVE, "nothing came in " + allowed));
    }
  }

  /** The connection has ended. */
  void stop() {
    over = true;
    next.dispose();
  }

  private long now() {
    return timer.now(TimeUnit.NANOSECONDS);
  }
}
