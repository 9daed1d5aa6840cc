package io.sv2.reactive.handler;

import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.VendorMessage;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import java.util.Set;
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
   * The client asked for extensions (0x0001), or what was agreed on has been forgotten.
   *
   * @param extensions that may be used from now on; none after a forgetting
   */
  default Mono<ResponseFromSv2Server> extensionsNegotiated(
      Sv2Client client, Set<Integer> extensions) {
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  /**
   * A message came: calls the method that is for it. Whoever handles messages in another way, by
   * routes for one, implements this alone.
   *
   * @return what is to be done; an {@link UnexpectedMessageException} where the message is not for
   *     this role, which closes the connection
   */
  Mono<ResponseFromSv2Server> handle(RequestToSv2Server.IncomingMessage request);

  /** A message of an extension that was negotiated came; unless overridden, it is ignored. */
  default Mono<ResponseFromSv2Server> handleVendorMessage(Sv2Client client, VendorMessage message) {
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  /**
   * A frame of an extension came that is not known or was not negotiated; unless overridden, it is
   * ignored. A proxy passes it on if it is a channel's, with that channel's id changed (section
   * 3.4.1).
   */
  default Mono<ResponseFromSv2Server> handleUnknownFrame(Sv2Client client, Sv2Frame frame) {
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  /**
   * The sibling client passes on what it got from upstream, a new template for one. Called for one
   * message after the other, on no client's thread.
   */
  default Mono<ResponseFromSv2Server> handleSiblingMessage(Sv2Message message) {
    return Mono.just(ResponseFromSv2Server.nothing());
  }
}
