package io.sv2.reactive.layer;

import io.sv2.codec.MessageKind;
import io.sv2.codec.Protocol;
import io.sv2.reactive.Incoming;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Which layers stand where. A request comes to those of the service first, then to those of its
 * subprotocol, then to those of its message, then to the handler; where several were put in one
 * place, to the one that was put there first. Immutable.
 *
 * <p>A layer's state belongs to the place it was put: one limit on a service is one for all its
 * messages, the same put on two messages are two.
 *
 * @param <Q> requests
 * @param <R> responses
 */
public final class Sv2Layers<Q extends Incoming, R> implements Sv2Layer<Q, R> {
  private final Sv2Layer<Q, R> service;
  private final Map<Protocol, Sv2Layer<Q, R>> protocols;
  private final Map<MessageKind, Sv2Layer<Q, R>> messages;

  private Sv2Layers(
      Sv2Layer<Q, R> service,
      Map<Protocol, Sv2Layer<Q, R>> protocols,
      Map<MessageKind, Sv2Layer<Q, R>> messages) {
    this.service = service;
    this.protocols = protocols;
    this.messages = messages;
  }

  /** None anywhere. */
  public static <Q extends Incoming, R> Sv2Layers<Q, R> none() {
    return new Sv2Layers<>(Sv2Layer.none(), Map.of(), Map.of());
  }

  /** These, and {@code layer} around all messages, inside what is there already. */
  public Sv2Layers<Q, R> onService(Sv2Layer<Q, R> layer) {
    return new Sv2Layers<>(service.around(layer), protocols, messages);
  }

  /** These, and {@code layer} around the messages of a subprotocol. */
  public Sv2Layers<Q, R> onProtocol(Protocol protocol, Sv2Layer<Q, R> layer) {
    Map<Protocol, Sv2Layer<Q, R>> more = new LinkedHashMap<>(protocols);
    more.merge(protocol, layer, Sv2Layer::around);
    return new Sv2Layers<>(service, more, messages);
  }

  /** These, and {@code layer} around one kind of messages. */
  public Sv2Layers<Q, R> onMessage(MessageKind kind, Sv2Layer<Q, R> layer) {
    Map<MessageKind, Sv2Layer<Q, R>> more = new LinkedHashMap<>(messages);
    more.merge(kind, layer, Sv2Layer::around);
    return new Sv2Layers<>(service, protocols, more);
  }

  @Override
  public Function<Q, Mono<R>> wrap(Function<Q, Mono<R>> handler) {
    return service.wrap(byProtocol(byMessage(handler)));
  }

  private Function<Q, Mono<R>> byMessage(Function<Q, Mono<R>> handler) {
    if (messages.isEmpty()) {
      return handler;
    }
    Map<MessageKind, Function<Q, Mono<R>>> wrapped = new HashMap<>();
    messages.forEach((kind, layer) -> wrapped.put(kind, layer.wrap(handler)));
    return request -> wrapped.getOrDefault(request.message().type(), handler).apply(request);
  }

  private Function<Q, Mono<R>> byProtocol(Function<Q, Mono<R>> handler) {
    if (protocols.isEmpty()) {
      return handler;
    }
    Map<Protocol, Function<Q, Mono<R>>> wrapped = new EnumMap<>(Protocol.class);
    protocols.forEach((protocol, layer) -> wrapped.put(protocol, layer.wrap(handler)));
    return request -> wrapped.getOrDefault(request.protocol(), handler).apply(request);
  }
}
