package io.sv2.reactive;

import io.sv2.codec.Protocol;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The handlers of a service by subprotocol, Null handlers left out. */
final class HandlerSet<H> {
  private final Map<Protocol, H> handlers = new EnumMap<>(Protocol.class);

  HandlerSet(
      String service, Set<Protocol> configured, Map<Protocol, H> all, Class<?>... nullHandlers) {
    all.forEach(
        (protocol, handler) -> {
          boolean isNull = false;
          for (Class<?> nullHandler : nullHandlers) {
            isNull |= nullHandler.isInstance(handler);
          }
          if (!isNull) {
            handlers.put(protocol, handler);
          }
        });
    for (Protocol protocol : Protocol.values()) {
      if (configured.contains(protocol) != handlers.containsKey(protocol)) {
        throw new IllegalArgumentException(
            service
                + ": "
                + protocol
                + (configured.contains(protocol)
                    ? " is configured, but its handler is a Null handler"
                    : " has a handler, but is not configured"));
      }
    }
  }

  /** The handler of a configured subprotocol. */
  H of(Protocol protocol) {
    H handler = handlers.get(protocol);
    if (handler == null) {
      throw new IllegalArgumentException(protocol + " is not supported here");
    }
    return handler;
  }

  Collection<H> all() {
    return handlers.values();
  }
}
