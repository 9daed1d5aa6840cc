package io.sv2.reactive;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Runs what it is given when its test says so. Unlike a virtual clock it can be waited on until
 * another thread has set a deadline.
 */
final class ManualTimer implements Scheduler {
  private final AtomicLong nanos = new AtomicLong();
  private final Queue<Pending> deadlines = new ConcurrentLinkedQueue<>();

  /** Waits until a deadline {@code delay} ahead is set, and takes it. */
  Pending next(Duration delay) {
    AtomicReference<Pending> found = new AtomicReference<>();
    ClientFixture.soon(
        () -> {
          found.set(deadlines.stream().filter(d -> d.delay.equals(delay)).findFirst().orElse(null));
          return found.get() != null && deadlines.remove(found.get());
        });
    return found.get();
  }

  /** A deadline that was set. */
  record Pending(Duration delay, Runnable task, Disposable cancelled) {
    void pass() {
      if (!cancelled.isDisposed()) {
        task.run();
      }
    }
  }

  /** What {@link #now} shows goes on; no deadline passes by that. */
  void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Override
  public long now(TimeUnit unit) {
    return unit.convert(nanos.get(), TimeUnit.NANOSECONDS);
  }

  @Override
  public Disposable schedule(Runnable task) {
    task.run();
    return Disposables.disposed();
  }

  @Override
  public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
    Disposable cancelled = Disposables.single();
    deadlines.add(new Pending(Duration.of(delay, unit.toChronoUnit()), task, cancelled));
    return cancelled;
  }

  @Override
  public Worker createWorker() {
    throw new UnsupportedOperationException("not a timer's business");
  }

  @Override
  public void dispose() {}
}
