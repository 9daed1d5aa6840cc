package io.sv2.reactive;

import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a handler wants to happen, as data: the service does it, so that a test can read it instead.
 */
public sealed interface ResponseFromSv2Server {
  /** Nothing to do. */
  record Nothing() implements ResponseFromSv2Server {
    static final Nothing INSTANCE = new Nothing();
  }

  /**
   * Send messages to one client, in order.
   *
   * @param clientId to whom; a client that has left meanwhile is not an error
   * @param messages what
   */
  record Send(long clientId, List<Sv2Message> messages) implements ResponseFromSv2Server {
    /** Keeps its own copy of the list. */
    public Send {
      messages = List.copyOf(messages);
    }
  }

  /**
   * Send the same messages to several clients, in order; each is encoded once for all of them.
   *
   * @param clientIds to whom; who has left meanwhile is left out
   * @param messages what
   */
  record SendToSeveral(Set<Long> clientIds, List<Sv2Message> messages)
      implements ResponseFromSv2Server {
    /** Keeps its own copies. */
    public SendToSeveral {
      clientIds = Set.copyOf(clientIds);
      messages = List.copyOf(messages);
    }
  }

  /**
   * Send the same messages to all clients of a group, in order; each is encoded once for all of
   * them.
   *
   * @param group who belongs to it; asked once per client, on that client's own thread, so it may
   *     look at state that belongs to the client
   * @param messages what
   */
  record SendToGroup(Predicate<Sv2Client> group, List<Sv2Message> messages)
      implements ResponseFromSv2Server {
    /** Keeps its own copy of the list. */
    public SendToGroup {
      messages = List.copyOf(messages);
    }
  }

  /**
   * Pass frames on to a client as they are: what a proxy does with messages of extensions that it
   * does not know (section 3.4.1), and how a message leaves with TLVs.
   *
   * @param clientId to whom; a client that has left meanwhile is not an error
   * @param frames what
   */
  record Forward(long clientId, List<Sv2Frame> frames) implements ResponseFromSv2Server {
    /** Keeps its own copy of the list. */
    public Forward {
      frames = List.copyOf(frames);
    }
  }

  /**
   * Work out a response for each connected client, on that client's own thread: one hand-over per
   * event loop, no lock over all clients.
   *
   * @param response called once per client; it may touch state that belongs to that client
   */
  record ForEachClient(Function<Sv2Client, ResponseFromSv2Server> response)
      implements ResponseFromSv2Server {}

  /**
   * Ask the sibling client service; the next response in an {@link InOrder} waits for its answer. A
   * sibling that fails is logged; a handler that has to know asks through {@code
   * Sv2ServerService.apply}.
   *
   * @param request for the sibling
   */
  record AskSibling(RequestToSv2Client request) implements ResponseFromSv2Server {}

  /**
   * End a client's connection; what was sent before still leaves.
   *
   * @param clientId whose
   * @param reason why
   */
  record Close(long clientId, CloseReason reason) implements ResponseFromSv2Server {}

  /**
   * Several, one after the other.
   *
   * @param responses in this order
   */
  record InOrder(List<ResponseFromSv2Server> responses) implements ResponseFromSv2Server {
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
  record FromSibling(ResponseFromSv2Client response) implements ResponseFromSv2Server {}

  /** Nothing to do. */
  static ResponseFromSv2Server nothing() {
    return Nothing.INSTANCE;
  }

  /** Send {@code messages} to {@code client}, in order. */
  static ResponseFromSv2Server send(Sv2Client client, Sv2Message... messages) {
    return new Send(client.id(), List.of(messages));
  }

  /** Do {@code responses} one after the other. */
  static ResponseFromSv2Server inOrder(ResponseFromSv2Server... responses) {
    return new InOrder(List.of(responses));
  }

  /** Send {@code messages} to every client, in order; each is encoded once. */
  static ResponseFromSv2Server sendToAll(Sv2Message... messages) {
    return new SendToGroup(client -> true, List.of(messages));
  }

  /** Ask the sibling client service. */
  static ResponseFromSv2Server askSibling(RequestToSv2Client request) {
    return new AskSibling(request);
  }

  /** End {@code client}'s connection. */
  static ResponseFromSv2Server close(Sv2Client client, CloseReason reason) {
    return new Close(client.id(), reason);
  }
}
