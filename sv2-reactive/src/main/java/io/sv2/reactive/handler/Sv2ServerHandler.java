package io.sv2.reactive.handler;

import io.sv2.codec.Sv2Message;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import reactor.core.publisher.Mono;

/**
 * What the handlers of all subprotocols of a server have in common.
 *
 * <p>Methods that concern one client run on that client's thread, one after the other, so what
 * belongs to a client needs no lock. They must not block: a handler that does moves its work with
 * {@code subscribeOn} or {@code publishOn}. A method that fails, by throwing or by an error in its
 * Mono, ends that client's connection and no other.
 */
public interface Sv2ServerHandler {
  /** Called once before the first client; a server whose handler fails here does not start. */
  default Mono<Void> start() {
    return Mono.empty();
  }

  /** A client has set up a connection for this subprotocol. */
  default Mono<ResponseFromSv2Server> clientAdded(Sv2Client client) {
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  /** The client's connection has ended; the last call for it. */
  default void clientRemoved(Sv2Client client, CloseReason reason) {}

  /**
   * The sibling client passes on what it got from upstream, a new template for one. Called for one
   * message after the other, on no client's thread.
   */
  default Mono<ResponseFromSv2Server> handleSiblingMessage(Sv2Message message) {
    return Mono.just(ResponseFromSv2Server.nothing());
  }
}
