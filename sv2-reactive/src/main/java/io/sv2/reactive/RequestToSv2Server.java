package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.extension.Tlv;
import java.util.List;

/** What a server service can be asked, by its clients or by its sibling. */
public sealed interface RequestToSv2Server {
  /**
   * A client sent a message.
   *
   * @param client who sent it
   * @param message what it sent; of the subprotocol that the client set up, in the right direction
   * @param tlvs what negotiated extensions have appended to it
   */
  record IncomingMessage(Sv2Client client, Sv2Message message, List<Tlv> tlvs)
      implements RequestToSv2Server, Incoming {
    /** Keeps its own copy of the list. */
    public IncomingMessage {
      tlvs = List.copyOf(tlvs);
    }

    /** A message that nothing is appended to. */
    public IncomingMessage(Sv2Client client, Sv2Message message) {
      this(client, message, List.of());
    }

    @Override
    public Protocol protocol() {
      return client.protocol();
    }
  }

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
