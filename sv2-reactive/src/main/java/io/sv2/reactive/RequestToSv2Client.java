package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;

/** What a client service can be asked, by its servers or by its sibling. */
public sealed interface RequestToSv2Client {
  /**
   * The server of a subprotocol sent a message.
   *
   * @param protocol which connection it came by
   * @param message what came; of that subprotocol, in the right direction
   */
  record IncomingMessage(Protocol protocol, Sv2Message message) implements RequestToSv2Client {}

  /**
   * Send a message upstream.
   *
   * @param protocol by which connection
   * @param message what
   */
  record SendMessage(Protocol protocol, Sv2Message message) implements RequestToSv2Client {}

  /**
   * Carries a request to the sibling server service; the response is that service's own.
   *
   * @param request for the sibling
   */
  record SendRequestToSiblingServerService(RequestToSv2Server request)
      implements RequestToSv2Client {}
}
