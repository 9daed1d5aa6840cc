package io.sv2.reactive;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Virtual time that knows which deadlines are still set. */
final class CountingTimer implements Scheduler {
  final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final Set<Object> pending = ConcurrentHashMap.newKeySet();

  int pending() {
    return pending.size();
  }

  @Override
  public long now(TimeUnit unit) {
    return time.now(unit);
  }

  @Override
  public Disposable schedule(Runnable task) {
    return time.schedule(task);
  }

  @Override
  public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
    Object key = new Object();
    pending.add(key);
    Disposable scheduled =
        time.schedule(
            () -> {
              pending.remove(key);
              task.run();
            },
            delay,
            unit);
    return () -> {
      pending.remove(key);
      scheduled.dispose();
    };
  }

  @Override
  public Disposable schedulePeriodically(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    Object key = new Object();
    pending.add(key);
    Disposable scheduled = time.schedulePeriodically(task, initialDelay, period, unit);
    return () -> {
      pending.remove(key);
      scheduled.dispose();
    };
  }

  @Override
  public Worker createWorker() {
    return time.createWorker();
  }

  @Override
  public void dispose() {
    time.dispose();
  }
}
