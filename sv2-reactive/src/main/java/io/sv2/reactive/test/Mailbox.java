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
  private final Deque<Sv2Frame> unread = new ArrayDeque<>(); // guarded by this, as is the end
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
  protected synchronized void hookOnNext(Sv2Frame frame) {
    unread.add(frame);
    notifyAll();
  }

  synchronized void closed(CloseReason reason) {
    end = reason;
    notifyAll();
  }

  Sv2Frame next(String expected) {
    Sv2Frame frame;
    synchronized (this) {
      await(() -> !unread.isEmpty() || end != null);
      frame = unread.poll();
      if (frame == null) {
        throw new AssertionError(
            "expected " + expected + ", heard nothing" + (end == null ? "" : "; the end: " + end));
      }
    }
    readOn(1);
    return frame;
  }

  List<Sv2Frame> all() {
    List<Sv2Frame> all;
    synchronized (this) {
      all = new ArrayList<>(unread);
      unread.clear();
    }
    readOn(all.size());
    return all;
  }

  /**
   * Not under the lock: what is requested may come at once, and its sender hold locks of its own.
   */
  private void readOn(int count) {
    if (reads == Long.MAX_VALUE && count > 0) {
      request(count);
    }
  }

  synchronized CloseReason end() {
    await(() -> end != null);
    if (end == null) {
      throw new AssertionError("expected the end, the connection is open" + rest());
    }
    return end;
  }

  synchronized boolean hasEnded() {
    return end != null;
  }

  /** For a person: what else there is. */
  synchronized String rest() {
    if (unread.isEmpty()) {
      return "";
    }
    List<String> shown = unread.stream().limit(SHOWN).map(Mailbox::describe).toList();
    return "; " + unread.size() + " unread: " + shown;
  }

  private static String describe(Sv2Frame frame) {
    try {
      return Sv2Codec.decode(frame).toString();
    } catch (Sv2CodecException e) {
      return frame.toString();
    }
  }

  /** By the monitor, which an event loop that brings something enters without parking for long. */
  private synchronized void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      for (long left = patience.toNanos(); !condition.getAsBoolean() && left > 0; ) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = deadline - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
