package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import java.util.List;

/** What a client's handler wants to happen, as data. */
public sealed interface ResponseFromSv2Client {
  /** Nothing to do. */
  record Nothing() implements ResponseFromSv2Client {
    static final Nothing INSTANCE = new Nothing();
  }

  /**
   * Send messages upstream, in order.
   *
   * @param protocol by which connection
   * @param messages what
   */
  record Send(Protocol protocol, List<Sv2Message> messages) implements ResponseFromSv2Client {
    /** Keeps its own copy of the list. */
    public Send {
      messages = List.copyOf(messages);
    }
  }

  /**
   * Pass frames on as they are: what a proxy does with messages of extensions that it does not know
   * (section 3.4.1), and how a message leaves with TLVs.
   *
   * @param protocol by which connection
   * @param frames what
   */
  record Forward(Protocol protocol, List<Sv2Frame> frames) implements ResponseFromSv2Client {
    /** Keeps its own copy of the list. */
    public Forward {
      frames = List.copyOf(frames);
    }
  }

  /**
   * Ask the sibling server service; the next response in an {@link InOrder} waits for its answer. A
   * sibling that fails is logged; a handler that has to know asks through {@code
   * Sv2ClientService.apply}.
   *
   * @param request for the sibling
   */
  record AskSibling(RequestToSv2Server request) implements ResponseFromSv2Client {}

  /**
   * End a connection; it is made anew after a pause.
   *
   * @param protocol which
   * @param reason why
   */
  record Close(Protocol protocol, CloseReason reason) implements ResponseFromSv2Client {}

  /**
   * Several, one after the other.
   *
   * @param responses in this order
   */
  record InOrder(List<ResponseFromSv2Client> responses) implements ResponseFromSv2Client {
    /** Keeps its own copy of the list. */
    public InOrder {
      responses = List.copyOf(responses);
    }
  }

  /**
   * The sibling's own response to a request that was carried to it.
   *
   * @param response of the sibling
   */
  record FromSibling(ResponseFromSv2Server response) implements ResponseFromSv2Client {}

  /** Nothing to do. */
  static ResponseFromSv2Client nothing() {
    return Nothing.INSTANCE;
  }

  /** Send {@code messages} upstream, in order. */
  static ResponseFromSv2Client send(Protocol protocol, Sv2Message... messages) {
    return new Send(protocol, List.of(messages));
  }

  /** Do {@code responses} one after the other. */
  static ResponseFromSv2Client inOrder(ResponseFromSv2Client... responses) {
    return new InOrder(List.of(responses));
  }

  /** Ask the sibling server service. */
  static ResponseFromSv2Client askSibling(RequestToSv2Server request) {
    return new AskSibling(request);
  }
}
