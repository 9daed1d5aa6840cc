package io.sv2.reactive;

import io.sv2.codec.Sv2Frame;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;

/**
 * A unicast sink with a true bound that any thread may emit to.
 *
 * <p>Reactor's own is bounded only until a fusing operator drains its queue without regard to
 * demand, and answers {@code FAIL_NON_SERIALIZED} to threads that meet; so the flux is hidden and
 * emission locked. A producer can also wait for {@link #ready()}; whoever runs foreign code on that
 * signal moves it to another thread first, since it may come while the lock is held.
 */
public final class BoundedSink<T> implements Sinks.Many<T> {
  private static final double BUSY = 0.5; // of the bound
  private static final double RELAXED = 0.25;

  private final BoundedQueue<T> queue; // one producer at a time, one consumer
  private final Sinks.Many<T> sink;
  private final Flux<T> flux;
  private final Object lock = new Object();
  private volatile Sinks.@Nullable Empty<Void> ready; // written under lock
  private boolean terminated; // guarded by lock

  /**
   * A sink that holds {@code capacity} elements.
   *
   * @param capacity from 8 up; memory is taken as elements come
   * @throws IllegalArgumentException when it is less
   */
  public BoundedSink(int capacity) {
    this(new CountedQueue<>(capacity));
  }

  /** A sink for the frames of one connection, under {@code config}. */
  public static BoundedSink<Sv2Frame> ofFrames(OutboundConfig config) {
    return new BoundedSink<>(new OutboundQueue(config));
  }

  BoundedSink(BoundedQueue<T> queue) {
    this.queue = queue;
    this.sink = Sinks.unsafe().many().unicast().onBackpressureBuffer(queue, this::terminate);
    this.flux = sink.asFlux().hide().map(this::taken);
  }

  /** Elements that are queued now. */
  public int size() {
    return queue.size();
  }

  /** Completes at once while less than half is used, otherwise when that is so again. */
  public Mono<Void> ready() {
    if (queue.load() < BUSY) {
      return Mono.empty();
    }
    synchronized (lock) {
      if (terminated || queue.load() < BUSY) {
        return Mono.empty();
      }
      Sinks.Empty<Void> waiting = ready;
      if (waiting == null) {
        ready = waiting = Sinks.empty();
        if (queue.load() <= RELAXED) { // taken by another thread just before it could see this
          ready = null;
          return Mono.empty();
        }
      }
      return waiting.asMono();
    }
  }

  private T taken(T element) {
    if (ready != null && queue.load() <= RELAXED) {
      release();
    }
    return element;
  }

  private void release() {
    Sinks.Empty<Void> waiting;
    synchronized (lock) {
      waiting = ready;
      ready = null;
    }
    if (waiting != null) {
      waiting.tryEmitEmpty();
    }
  }

  private void terminate() {
    synchronized (lock) {
      terminated = true;
    }
    release();
  }

  @Override
  public Sinks.EmitResult tryEmitNext(T element) {
    synchronized (lock) {
      // A sink that has ended says so itself.
      return !terminated && !queue.hasRoomFor(element)
          ? Sinks.EmitResult.FAIL_OVERFLOW
          : sink.tryEmitNext(element);
    }
  }

  @Override
  public Sinks.EmitResult tryEmitComplete() {
    synchronized (lock) {
      return sink.tryEmitComplete();
    }
  }

  @Override
  public Sinks.EmitResult tryEmitError(Throwable error) {
    synchronized (lock) {
      return sink.tryEmitError(error);
    }
  }

  @Override
  public void emitNext(T element, Sinks.EmitFailureHandler failureHandler) {
    Sinks.EmitResult result = tryEmitNext(element);
    while (result.isFailure() && failureHandler.onEmitFailure(SignalType.ON_NEXT, result)) {
      result = tryEmitNext(element);
    }
    if (result == Sinks.EmitResult.FAIL_OVERFLOW) { // as Reactor's own sinks do
      emitError(Exceptions.failWithOverflow(), failureHandler);
    }
  }

  @Override
  public void emitComplete(Sinks.EmitFailureHandler failureHandler) {
    synchronized (lock) {
      sink.emitComplete(failureHandler);
    }
  }

  @Override
  public void emitError(Throwable error, Sinks.EmitFailureHandler failureHandler) {
    synchronized (lock) {
      sink.emitError(error, failureHandler);
    }
  }

  @Override
  public int currentSubscriberCount() {
    return sink.currentSubscriberCount();
  }

  @Override
  public Flux<T> asFlux() {
    return flux;
  }

  @Override
  public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Scannable.Attr key) {
    return sink.scanUnsafe(key);
  }
}
