package io.sv2.reactive.handler;

import io.sv2.codec.Sv2Frame;
import io.sv2.codec.VendorMessage;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.RequestToSv2Client;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.Sv2Upstream;
import java.util.Set;
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

  /**
   * The server accepted the connection, and extensions are agreed on; the time to open channels or
   * ask for templates.
   *
   * @param upstream which server it is, and what was agreed on
   */
  default Mono<ResponseFromSv2Client> connected(Sv2Upstream upstream) {
    return Mono.just(ResponseFromSv2Client.nothing());
  }

  /**
   * What may be used of extensions (0x0001) has changed after {@link #connected}: the server said
   * that a channel has another endpoint, so all is forgotten and asked for again (section 3.6.4).
   *
   * @param extensions that may be used from now on; none while the answer is awaited
   */
  default Mono<ResponseFromSv2Client> extensionsNegotiated(Set<Integer> extensions) {
    return Mono.just(ResponseFromSv2Client.nothing());
  }

  /**
   * A message came: calls the method that is for it. Whoever handles messages in another way, by
   * routes for one, implements this alone.
   *
   * @return what is to be done; an {@link UnexpectedMessageException} where the message is not for
   *     this role, which closes the connection
   */
  Mono<ResponseFromSv2Client> handle(RequestToSv2Client.IncomingMessage request);

  /** A message of an extension that was negotiated came; unless overridden, it is ignored. */
  default Mono<ResponseFromSv2Client> handleVendorMessage(VendorMessage message) {
    return Mono.just(ResponseFromSv2Client.nothing());
  }

  /**
   * A frame of an extension came that is not known or was not negotiated; unless overridden, it is
   * ignored. A proxy passes it on if it is a channel's, with that channel's id changed (section
   * 3.4.1).
   */
  default Mono<ResponseFromSv2Client> handleUnknownFrame(Sv2Frame frame) {
    return Mono.just(ResponseFromSv2Client.nothing());
  }

  /** The connection, once {@link #connected}, has ended; it is made anew unless the client ends. */
  default void disconnected(CloseReason reason) {}
}
