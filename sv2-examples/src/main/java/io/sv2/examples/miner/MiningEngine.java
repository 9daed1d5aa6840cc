package io.sv2.examples.miner;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Daemon threads that search the current work for solutions. Each thread owns a slice of the
 * nonces; see {@link SearchCursor} for the order in which the other fields roll.
 *
 * <p><b>Listener:</b> called on a worker thread, one call at a time; it must not block. What it
 * throws is logged and counted, and mining goes on.
 *
 * <p><b>In flight:</b> when {@link #mine} or {@link #pause} returns, no call for earlier work is
 * running or will begin: they wait for a call that is under way, unless the listener itself is who
 * calls them.
 */
public final class MiningEngine implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MiningEngine.class);
  private static final long CLOSE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Consumer<Solution> listener;
  private final MinerClock clock;
  private final HashrateMeter meter;
  final List<Thread> threads;
  private final LongAdder hashes = new LongAdder();
  private final LongAdder solutions = new LongAdder();
  private final LongAdder listenerErrors = new LongAdder();
  private final Object handover = new Object();
  private @Nullable Assignment last;
  private volatile @Nullable Assignment current;
  private volatile boolean closed;

  private MiningEngine(
      MiningOptions options, Consumer<Solution> listener, IntFunction<NonceSlice> slices) {
    this.listener = listener;
    this.clock = options.clock();
    this.meter = new HashrateMeter(clock.nanoTime());
    this.threads =
        IntStream.range(0, options.threads())
            .mapToObj(i -> newThread(options, slices.apply(i), i))
            .toList();
  }

  private Thread newThread(MiningOptions options, NonceSlice slice, int i) {
    Thread thread =
        new Thread(new MiningWorker(this, clock, slice, options.newPacer()), "sv2-miner-" + i);
    thread.setDaemon(true);
    return thread;
  }

  /** Starts the threads; they rest until there is work. */
  public static MiningEngine start(MiningOptions options, Consumer<Solution> listener) {
    return start(options, listener, i -> NonceSlice.ofWorker(i, options.threads()));
  }

  static MiningEngine start(
      MiningOptions options, Consumer<Solution> listener, IntFunction<NonceSlice> slices) {
    MiningEngine engine = new MiningEngine(options, listener, slices);
    engine.threads.forEach(Thread::start);
    return engine;
  }

  /**
   * Replaces the work on all threads, which follow after the batch they are at: within a
   * millisecond or two. The seconds that ntime may roll count from this call. The work that was
   * mined last, also under another target or after {@link #pause}, is taken up where it was left;
   * any other begins at its first header. Does nothing once closed.
   */
  public void mine(MiningWork work) {
    synchronized (handover) {
      long now = clock.nanoTime();
      last = last == null ? new Assignment(work, now) : last.next(work, now);
      current = last;
    }
    wake();
  }

  /** Stops hashing until the next {@link #mine}. */
  public void pause() {
    synchronized (handover) {
      current = null;
    }
  }

  /** Hashes computed since the start. */
  public long hashes() {
    return hashes.sum();
  }

  /** Hashes per second over the last ten seconds, or since the start if that is later. */
  public double hashrate() {
    return meter.hashesPerSecond(clock.nanoTime());
  }

  /** Solutions given to the listener. */
  public long solutions() {
    return solutions.sum();
  }

  /** Solutions at which the listener threw. */
  public long listenerErrors() {
    return listenerErrors.sum();
  }

  /**
   * Ends the threads and waits up to two seconds for them. After it no listener call begins. The
   * listener may call it; its own thread then ends when the listener returns.
   */
  @Override
  public void close() {
    closed = true;
    wake();
    long deadline = System.nanoTime() + CLOSE_TIMEOUT_NANOS;
    try {
      for (Thread thread : threads) {
        if (thread != Thread.currentThread()) {
          long left = deadline - System.nanoTime();
          TimeUnit.NANOSECONDS.timedJoin(thread, left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void wake() {
    threads.forEach(LockSupport::unpark);
  }

  boolean isClosed() {
    return closed;
  }

  @Nullable Assignment current() {
    return current;
  }

  void count(long done, long nowNanos) {
    hashes.add(done);
    meter.add(done, nowNanos);
  }

  void report(Assignment assignment, Solution solution) {
    synchronized (handover) {
      if (closed || current != assignment) {
        return;
      }
      solutions.increment();
      try {
        listener.accept(solution);
      } catch (RuntimeException | Error e) {
        listenerErrors.increment();
        log.warn("listener failed at a solution of job {}", solution.work().jobId(), e);
      }
    }
  }
}
