package io.sv2.reactive.layer;

import io.sv2.codec.MessageKind;
import io.sv2.codec.Protocol;
import io.sv2.reactive.Incoming;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Layers around a service, around a subprotocol and around a message, in that order from outside
 * in; in the same place the one added first is outermost. Immutable.
 *
 * <p>A layer is wrapped once for each place where it is put, so what it counts, it counts for that
 * place: one rate limit around two messages is two allowances. A message that passes costs a
 * look-up for its subprotocol and one for its kind, each only where there are such layers.
 *
 * @param <Q> requests
 * @param <R> responses
 */
public final class Sv2Layers<Q extends Incoming, R> implements Sv2Layer<Q, R> {
  private final List<Sv2Layer<Q, R>> service;
  private final Map<Protocol, List<Sv2Layer<Q, R>>> protocols;
  private final Map<MessageKind, List<Sv2Layer<Q, R>>> messages;

  private Sv2Layers(
      List<Sv2Layer<Q, R>> service,
      Map<Protocol, List<Sv2Layer<Q, R>>> protocols,
      Map<MessageKind, List<Sv2Layer<Q, R>>> messages) {
    this.service = service;
    this.protocols = protocols;
    this.messages = messages;
  }

  /** No layers. */
  public static <Q extends Incoming, R> Sv2Layers<Q, R> none() {
    return new Sv2Layers<>(List.of(), Map.of(), Map.of());
  }

  /** These and {@code layer} around every message. */
  public Sv2Layers<Q, R> onService(Sv2Layer<Q, R> layer) {
    return new Sv2Layers<>(and(service, layer), protocols, messages);
  }

  /** These and {@code layer} around what comes by connections of {@code protocol}. */
  public Sv2Layers<Q, R> onProtocol(Protocol protocol, Sv2Layer<Q, R> layer) {
    return new Sv2Layers<>(service, and(protocols, protocol, layer), messages);
  }

  /**
   * These and {@code layer} around one message, by whichever subprotocol it comes.
   *
   * @param kind of the specification, or the very object that a vendor's message is registered by
   */
  public Sv2Layers<Q, R> onMessage(MessageKind kind, Sv2Layer<Q, R> layer) {
    return new Sv2Layers<>(service, protocols, and(messages, kind, layer));
  }

  private static <E> List<E> and(List<E> before, E last) {
    List<E> all = new ArrayList<>(before);
    all.add(last);
    return List.copyOf(all);
  }

  private static <K, E> Map<K, List<E>> and(Map<K, List<E>> before, K place, E last) {
    Map<K, List<E>> all = new HashMap<>(before);
    all.put(place, and(before.getOrDefault(place, List.of()), last));
    return Map.copyOf(all);
  }

  /** {@code handler} with all layers around it; {@code handler} itself when there are none. */
  @Override
  public Function<Q, Mono<R>> wrap(Function<Q, Mono<R>> handler) {
    Map<MessageKind, Function<Q, Mono<R>>> byMessage = around(messages, handler);
    Function<Q, Mono<R>> inner =
        byMessage.isEmpty()
            ? handler
            : request -> byMessage.getOrDefault(request.message().type(), handler).apply(request);
    Map<Protocol, Function<Q, Mono<R>>> byProtocol = around(protocols, inner);
    return around(
        service,
        byProtocol.isEmpty()
            ? inner
            : request -> byProtocol.getOrDefault(request.protocol(), inner).apply(request));
  }

  private static <K, Q, R> Map<K, Function<Q, Mono<R>>> around(
      Map<K, List<Sv2Layer<Q, R>>> places, Function<Q, Mono<R>> inner) {
    Map<K, Function<Q, Mono<R>>> wrapped = new HashMap<>();
    places.forEach((place, layers) -> wrapped.put(place, around(layers, inner)));
    return wrapped;
  }

  private static <Q, R> Function<Q, Mono<R>> around(
      List<Sv2Layer<Q, R>> layers, Function<Q, Mono<R>> inner) {
    Function<Q, Mono<R>> wrapped = inner;
    for (int i = layers.size() - 1; i >= 0; i--) {
      wrapped = layers.get(i).wrap(wrapped);
    }
    return wrapped;
  }
}
