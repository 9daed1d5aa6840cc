package io.sv2.examples.miner;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread's loop: look at the current assignment, try one batch of nonces, rest if there is
 * nothing to do yet. All but the engine is private to the thread.
 */
final class MiningWorker implements Runnable {

  private final MiningEngine engine;
  private final MinerClock clock;
  private final NonceSlice slice;
  private final Pacer pacer;
  private @Nullable Assignment assignment;
  private @Nullable SearchCursor cursor;
  private @Nullable Sha256dScanner scanner;

  MiningWorker(MiningEngine engine, MinerClock clock, NonceSlice slice, Pacer pacer) {
    this.engine = engine;
    this.clock = clock;
    this.slice = slice;
    this.pacer = pacer;
  }

  @Override
  public void run() {
    while (!engine.isClosed()) {
      Assignment current = engine.current();
      if (current == null) {
        LockSupport.park(this);
      } else {
        work(current);
      }
      Thread.interrupted(); // parking would return at once
    }
  }

  private void work(Assignment current) {
    SearchCursor at = follow(current);
    long now = clock.nanoTime();
    long rest = pacer.restNanos(now);
    if (rest <= 0 && at.nonce() == slice.to()) {
      scanner = null;
      rest = at.ready(current.latestNtime(now)) ? 0 : current.nanosToNextNtime(now);
    }
    if (rest > 0) {
      clock.parkNanos(rest);
    } else {
      tryBatch(current, at);
    }
  }

  private SearchCursor follow(Assignment current) {
    SearchCursor at = cursor;
    if (at == null || !at.walks(current.work())) {
      at = new SearchCursor(current.work(), slice);
      cursor = at;
    }
    if (assignment != current) {
      assignment = current;
      scanner = null;
    }
    return at;
  }

  private void tryBatch(Assignment current, SearchCursor at) {
    Sha256dScanner scan = scanner;
    if (scan == null) {
      scan = new Sha256dScanner(at.header(), current.work().target());
      scanner = scan;
    }
    long from = at.nonce();
    long end = at.batchEnd(pacer.batch());
    long found = scan.scan(from, end);
    long next = found == Sha256dScanner.NOT_FOUND ? end : found + 1;
    at.moveTo(next);
    long now = clock.nanoTime();
    pacer.spent(next - from, now);
    engine.count(next - from, now);
    if (found != Sha256dScanner.NOT_FOUND) {
      engine.report(current, at.solution(current.work(), found));
    }
  }
}
