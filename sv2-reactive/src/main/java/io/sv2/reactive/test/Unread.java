package io.sv2.reactive.test;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * A stream whose subscriber may leave without the source hearing of it, as with a socket that is
 * not read any more: what is sent then fills the sender's queue.
 */
final class Unread<T> extends FluxOperator<T, T> {
  Unread(Flux<T> source) {
    super(source);
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> actual) {
    source.subscribe(
        new CoreSubscriber<T>() {
          private volatile boolean left;

          @Override
          public void onSubscribe(Subscription upstream) {
            actual.onSubscribe(
                new Subscription() {
                  @Override
                  public void request(long count) {
                    upstream.request(count);
                  }

                  @Override
                  public void cancel() {
                    left = true;
                  }
                });
          }

          @Override
          public void onNext(T element) {
            if (!left) {
              actual.onNext(element);
            }
          }

          @Override
          public void onError(@Nullable Throwable error) {
            if (!left && error != null) {
              actual.onError(error);
            }
          }

          @Override
          public void onComplete() {
            if (!left) {
              actual.onComplete();
            }
          }
        });
  }
}
