package io.sv2.reactive.test;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Frame;
import io.sv2.reactive.CloseReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** What a scripted peer has heard and its script not asked for yet. */
final class Mailbox extends BaseSubscriber<Sv2Frame> {
  private static final int MOST_UNREAD = 100_000;
  private static final int SHOWN = 20;

  private final Duration patience;
  private final long reads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Sv2Frame> unread = new ArrayDeque<>(); // these are guarded by lock
  private @Nullable CloseReason end;

  Mailbox(Duration patience, long reads) {
    this.patience = patience;
    this.reads = reads;
  }

  @Override
  protected void hookOnSubscribe(Subscription subscription) {
    if (reads > 0) {
      subscription.request(Math.min(reads, MOST_UNREAD));
    }
  }

  @Override
  protected void hookOnNext(Sv2Frame frame) {
    lock.lock();
    try {
      unread.add(frame);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void closed(CloseReason reason) {
    lock.lock();
    try {
      end = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Sv2Frame next(String expected) {
    lock.lock();
    try {
      await(() -> !unread.isEmpty() || end != null);
      Sv2Frame frame = unread.poll();
      if (frame == null) {
        throw new AssertionError(
            "expected " + expected + ", heard nothing, " + (end == null ? "" : "the end: " + end));
      }
      if (reads == Long.MAX_VALUE) {
        request(1);
      }
      return frame;
    } finally {
      lock.unlock();
    }
  }

  List<Sv2Frame> all() {
    lock.lock();
    try {
      List<Sv2Frame> all = new ArrayList<>(unread);
      unread.clear();
      if (reads == Long.MAX_VALUE && !all.isEmpty()) {
        request(all.size());
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  CloseReason end() {
    lock.lock();
    try {
      await(() -> end != null);
      if (end == null) {
        throw new AssertionError("expected the end, the connection is open" + rest());
      }
      return end;
    } finally {
      lock.unlock();
    }
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return end != null;
    } finally {
      lock.unlock();
    }
  }

  /** For a person: what else there is. */
  String rest() {
    lock.lock();
    try {
      if (unread.isEmpty()) {
        return "";
      }
      List<String> shown = unread.stream().limit(SHOWN).map(Mailbox::describe).toList();
      return "; " + unread.size() + " unread: " + shown;
    } finally {
      lock.unlock();
    }
  }

  private static String describe(Sv2Frame frame) {
    try {
      return Sv2Codec.decode(frame).toString();
    } catch (Sv2CodecException e) {
      return frame.toString();
    }
  }

  private void await(BooleanSupplier condition) {
    long left = patience.toNanos();
    try {
      while (!condition.getAsBoolean() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(
          "interrupted while waiting, with " + TimeUnit.NANOSECONDS.toMillis(left) + " ms left", e);
    }
  }
}
