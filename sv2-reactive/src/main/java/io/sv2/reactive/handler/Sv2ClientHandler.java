package io.sv2.reactive.handler;

import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ResponseFromSv2Client;
import reactor.core.publisher.Mono;

/**
 * What the handlers of all subprotocols of a client have in common.
 *
 * <p>Methods run on the connection's thread, one after the other, and must not block. A method that
 * fails ends the connection; it is then made anew.
 */
public interface Sv2ClientHandler {
  /** Called once before the first connection; a client whose handler fails here does not start. */
  default Mono<Void> start() {
    return Mono.empty();
  }

  /** The server accepted the connection; the time to open channels or ask for templates. */
  default Mono<ResponseFromSv2Client> connected(SetupConnectionSuccess success) {
    return Mono.just(ResponseFromSv2Client.nothing());
  }

  /** The connection, once {@link #connected}, has ended; it is made anew unless the client ends. */
  default void disconnected(CloseReason reason) {}
}
