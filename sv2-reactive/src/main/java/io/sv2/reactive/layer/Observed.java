package io.sv2.reactive.layer;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.sv2.codec.MessageKind;
import io.sv2.codec.MessageType;
import io.sv2.codec.Protocol;
import io.sv2.reactive.Incoming;
import java.util.Locale;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * A Micrometer observation for each request: what a registry makes of it is metrics, tracing, or
 * both. Its name is {@code sv2.handler}; its labels are the subprotocol and the message, vendors'
 * messages all being "vendor", so that there is a fixed number of them.
 */
public final class Observed<Q extends Incoming, R> implements Sv2Layer<Q, R> {
  private static final String NAME = "sv2.handler";

  private final ObservationRegistry registry;

  /** Observations for {@code registry}. */
  public Observed(ObservationRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Function<Q, Mono<R>> wrap(Function<Q, Mono<R>> inner) {
    return request ->
        Mono.defer(
            () -> {
              Observation observation = start(request);
              return Mono.defer(() -> inner.apply(request))
                  .doOnError(observation::error)
                  .doFinally(signal -> observation.stop())
                  // Where reactor's context propagation looks for the parent of what is inside.
                  .contextWrite(context -> context.put("micrometer.observation", observation));
            });
  }

  private Observation start(Incoming request) {
    MessageKind kind = request.message().type();
    String message = kind instanceof MessageType ? kind.uniqueName() : "vendor";
    return Observation.createNotStarted(NAME, registry)
        .contextualName(message)
        .lowCardinalityKeyValue(KeyValue.of("protocol", name(request.protocol())))
        .lowCardinalityKeyValue(KeyValue.of("message", message))
        .start();
  }

  private static String name(Protocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }
}
