package io.sv2.reactive.layer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.sv2.codec.MessageKind;
import io.sv2.codec.MessageType;
import io.sv2.reactive.Incoming;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.util.context.ContextView;

/** An observation from a handler's call to its answer. */
final class Observed {
  static final String NAME = "sv2.request";
  static final Observation.Event CANCELLED = Observation.Event.of("cancelled");

  /** Micrometer's ObservationThreadLocalAccessor.KEY; the class itself needs one more library. */
  static final String KEY = "micrometer.observation";

  private Observed() {}

  static <Q extends Incoming, R> Function<Q, Mono<R>> around(
      Function<Q, Mono<R>> inner, ObservationRegistry registry) {
    return request ->
        Mono.deferContextual(
            context -> {
              Observation observation = begun(request, context, registry);
              return Ending.told(
                      Mono.defer(() -> inScope(observation, inner, request)),
                      (how, error) -> end(observation, how, error))
                  .contextWrite(inside -> inside.put(KEY, observation));
            });
  }

  private static Observation begun(
      Incoming request, ContextView context, ObservationRegistry registry) {
    MessageKind kind = request.message().type();
    Observation observation =
        Observation.createNotStarted(NAME, registry)
            .lowCardinalityKeyValue("protocol", request.protocol().name())
            .lowCardinalityKeyValue(
                "message", kind instanceof MessageType ? kind.uniqueName() : "vendor");
    if (context.getOrDefault(KEY, null) instanceof Observation parent) {
      observation.parentObservation(parent);
    }
    return observation.start();
  }

  private static <Q, R> Mono<R> inScope(
      Observation observation, Function<Q, Mono<R>> inner, Q request) {
    Observation.Scope scope = observation.openScope();
    try {
      return inner.apply(request);
    } finally {
      scope.close();
    }
  }

  private static void end(Observation observation, SignalType how, @Nullable Throwable error) {
    if (error != null) {
      observation.error(error);
    } else if (how == SignalType.CANCEL) {
      observation.event(CANCELLED);
    }
    observation.stop();
  }
}
