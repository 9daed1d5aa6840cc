package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.extension.Tlv;
import java.util.List;

/** What a client service can be asked, by its servers or by its sibling. */
public sealed interface RequestToSv2Client {
  /**
   * The server of a subprotocol sent a message.
   *
   * @param protocol which connection it came by
   * @param message what came; of that subprotocol, in the right direction
   * @param tlvs what negotiated extensions have appended to it
   */
  record IncomingMessage(Protocol protocol, Sv2Message message, List<Tlv> tlvs)
      implements RequestToSv2Client, Incoming {
    /** Keeps its own copy of the list. */
    public IncomingMessage {
      tlvs = List.copyOf(tlvs);
    }

    /** A message that nothing is appended to. */
    public IncomingMessage(Protocol protocol, Sv2Message message) {
      this(protocol, message, List.of());
    }
  }

  /**
   * Send a message upstream.
   *
   * @param protocol by which connection
   * @param message what
   */
  record SendMessage(Protocol protocol, Sv2Message message) implements RequestToSv2Client {}

  /**
   * The application itself has something to be done.
   *
   * @param response what to do; it is also the response to this request
   */
  record CarryOut(ResponseFromSv2Client response) implements RequestToSv2Client {}

  /**
   * Carries a request to the sibling server service; the response is that service's own.
   *
   * @param request for the sibling
   */
  record SendRequestToSiblingServerService(RequestToSv2Server request)
      implements RequestToSv2Client {}
}
