package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;

/** What a server service can be asked, by its clients or by its sibling. */
public sealed interface RequestToSv2Server {
  /**
   * A client sent a message.
   *
   * @param client who sent it
   * @param message what it sent; of the subprotocol that the client set up, in the right direction
   */
  record IncomingMessage(Sv2Client client, Sv2Message message) implements RequestToSv2Server {}

  /**
   * The sibling client passes on a message that it got from upstream.
   *
   * @param protocol the subprotocol it came by
   * @param message what came
   */
  record SiblingMessage(Protocol protocol, Sv2Message message) implements RequestToSv2Server {}

  /**
   * Carries a request to the sibling client service; the response is that service's own.
   *
   * @param request for the sibling
   */
  record SendRequestToSiblingClientService(RequestToSv2Client request)
      implements RequestToSv2Server {}

  /**
   * The application itself has something to be done: it learned of a template, say, by a way that
   * is no Stratum connection.
   *
   * @param response what to do; it is also the response to this request
   */
  record CarryOut(ResponseFromSv2Server response) implements RequestToSv2Server {}
}
