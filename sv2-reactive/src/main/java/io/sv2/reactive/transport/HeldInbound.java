package io.sv2.reactive.transport;

import io.sv2.codec.Sv2Frame;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

/**
 * What arrives, held from the start for the one subscriber that may come later.
 *
 * <p>Reactor Netty drops what has arrived when the peer leaves and nobody has subscribed yet. So
 * this subscribes at once, and requests nothing until somebody asks for it.
 */
final class HeldInbound extends Flux<Sv2Frame> implements CoreSubscriber<Object>, Subscription {
  /**
   * Whoever comes second, the subscriber or the end, sees to it that the one hears of the other.
   */
  private enum State {
    HELD,
    SUBSCRIBED,
    COMPLETED
  }

  private final Sinks.Empty<Void> ended = Sinks.empty();
  private final AtomicBoolean taken = new AtomicBoolean();
  private final AtomicReference<State> state = new AtomicReference<>(State.HELD);
  private volatile @Nullable CoreSubscriber<? super Sv2Frame> actual;
  private @Nullable Subscription upstream; // set before anybody else sees this

  /** Completes when there will be no further frame: all were taken, or nobody wants them. */
  Mono<Void> ended() {
    return ended.asMono();
  }

  @Override
  public void subscribe(CoreSubscriber<? super Sv2Frame> subscriber) {
    if (!taken.compareAndSet(false, true)) {
      Operators.error(subscriber, new IllegalStateException("inbound has its subscriber already"));
      return;
    }
    actual = subscriber;
    subscriber.onSubscribe(this);
    if (state.getAndSet(State.SUBSCRIBED) == State.COMPLETED) {
      subscriber.onComplete();
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
  }

  @Override
  public void onNext(Object frame) {
    CoreSubscriber<? super Sv2Frame> subscriber = actual;
    if (subscriber != null) { // it has requested, so it is there
      subscriber.onNext((Sv2Frame) frame);
    }
  }

  @Override
  public void onError(Throwable error) {
    onComplete(); // the connection's close reason has it
  }

  @Override
  public void onComplete() {
    CoreSubscriber<? super Sv2Frame> subscriber = actual;
    if (state.getAndSet(State.COMPLETED) == State.SUBSCRIBED && subscriber != null) {
      subscriber.onComplete();
    }
    ended.tryEmitEmpty();
  }

  @Override
  public void request(long count) {
    if (upstream != null) {
      upstream.request(count);
    }
  }

  @Override
  public void cancel() {
    if (upstream != null) {
      upstream.cancel();
    }
    ended.tryEmitEmpty();
  }
}
