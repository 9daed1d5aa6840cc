package io.sv2.reactive.layer;

import io.micrometer.observation.ObservationRegistry;
import io.sv2.codec.MessageKind;
import io.sv2.reactive.Incoming;
import io.sv2.reactive.Limits;
import io.sv2.reactive.layer.LayerException.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The layers that there are, with those of {@link LimitLayers}. Each refuses by a {@link
 * LayerException}, decides when the answer is subscribed to, gives back what it holds when the
 * handler answers, fails, throws or is cancelled, and takes what a handler throws, or a null, for
 * an error in its Mono.
 */
public final class Layers {
  /** Most calls of {@link #retry}. */
  public static final int MAX_ATTEMPTS = 100;

  private Layers() {}

  /**
   * Cancels a handler that has not answered in time, and fails by {@code TIMEOUT}. One that blocks
   * its thread is not interrupted.
   *
   * @param allowed longer than nothing and at most a hundred years
   * @param timer what counts the time; the failure is told on a thread of its own
   * @throws IllegalArgumentException when {@code allowed} is out of range
   */
  public static <Q, R> Sv2Layer<Q, R> timeout(Duration allowed, Scheduler timer) {
    Limits.positive("timeout", allowed);
    Mono<R> late =
        Mono.error(() -> new LayerException(Kind.TIMEOUT, "timeout: no answer in " + allowed));
    return inner -> request -> Mono.defer(() -> inner.apply(request)).timeout(allowed, late, timer);
  }

  /**
   * Fails by {@code SHED} while there is too much to do.
   *
   * @param overloaded asked for each request, by many threads at once; must not block
   */
  public static <Q, R> Sv2Layer<Q, R> loadShed(BooleanSupplier overloaded) {
    return inner ->
        request ->
            Mono.defer(
                () ->
                    overloaded.getAsBoolean()
                        ? Mono.error(new LayerException(Kind.SHED, "loadShed: overloaded"))
                        : inner.apply(request));
  }

  /**
   * Answers what a layer inside of this one has refused; the connection goes on.
   *
   * @param answer for the request and why it was refused; its failure is the request's
   */
  public static <Q, R> Sv2Layer<Q, R> onRefusal(BiFunction<Q, LayerException, Mono<R>> answer) {
    return inner ->
        request ->
            Mono.defer(() -> inner.apply(request))
                .onErrorResume(LayerException.class, refused -> answer.apply(request, refused));
  }

  /**
   * An observation {@code sv2.request} for each request, with the low-cardinality keys {@code
   * protocol} and {@code message} (its unique name; {@code vendor} for all that are not the
   * specification's), the error if there is one, and an event {@code cancelled}. It is current
   * while the handler is called, in Reactor's context after that, and a child of the one found
   * there.
   *
   * @param registry its handlers must not block
   */
  public static <Q extends Incoming, R> Sv2Layer<Q, R> observed(ObservationRegistry registry) {
    return inner -> Observed.around(inner, registry);
  }

  /**
   * Writes a line at debug for each request that has ended: who sent it, its kind and fields, how
   * long it took, and its outcome. Of errors other than refusals only the class, since their text
   * may quote the peer. Costs nothing while debug is off.
   *
   * @param redaction what is shown of fields; {@link Redaction#DEFAULT}
   */
  public static <Q extends Incoming, R> Sv2Layer<Q, R> logged(Logger log, Redaction redaction) {
    return inner -> Logged.around(inner, log, redaction);
  }

  /**
   * Calls the handler again when it has failed, for the kinds given only; what a layer inside of
   * this one has refused, what is not for this role, and JVM errors are not tried again. The last
   * failure is the request's.
   *
   * @param idempotent kinds that may be handled twice
   * @param attempts calls in all, 1 to {@link #MAX_ATTEMPTS}
   * @param firstBackoff the least pause before the second call; it doubles for each one after, up
   *     to a minute (or itself if that is longer), and is up to a half longer or shorter by chance
   * @param timer what counts the pauses; all calls but the first are on its threads, one at a time
   * @throws IllegalArgumentException when a number or a time is out of range
   */
  public static <Q extends Incoming, R> Sv2Layer<Q, R> retry(
      Set<MessageKind> idempotent, int attempts, Duration firstBackoff, Scheduler timer) {
    Limits.inRange("attempts", attempts, 1, MAX_ATTEMPTS);
    Limits.positive("firstBackoff", firstBackoff);
    Set<MessageKind> kinds = Set.copyOf(idempotent);
    Function<Mono<R>, Mono<R>> again = Again.times(attempts, firstBackoff, timer);
    return inner ->
        request ->
            kinds.contains(request.message().type())
                ? again.apply(Mono.defer(() -> inner.apply(request)))
                : inner.apply(request);
  }
}
