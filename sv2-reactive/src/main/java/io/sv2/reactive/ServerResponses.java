package io.sv2.reactive;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Message;
import io.sv2.reactive.ResponseFromSv2Server.AskSibling;
import io.sv2.reactive.ResponseFromSv2Server.Close;
import io.sv2.reactive.ResponseFromSv2Server.ForEachClient;
import io.sv2.reactive.ResponseFromSv2Server.Forward;
import io.sv2.reactive.ResponseFromSv2Server.InOrder;
import io.sv2.reactive.ResponseFromSv2Server.Send;
import io.sv2.reactive.ResponseFromSv2Server.SendToGroup;
import io.sv2.reactive.ResponseFromSv2Server.SendToSeveral;
import io.sv2.reactive.sibling.SiblingException;
import io.sv2.reactive.sibling.Sv2SiblingClientServiceIo;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Does what handlers answer. */
final class ServerResponses {
  private static final Logger LOG = LoggerFactory.getLogger(ServerResponses.class);

  private final String service;
  private final ServerSessions sessions;
  private final @Nullable Sv2SiblingClientServiceIo sibling;

  ServerResponses(
      String service, ServerSessions sessions, @Nullable Sv2SiblingClientServiceIo sibling) {
    this.service = service;
    this.sessions = sessions;
    this.sibling = sibling;
  }

  /** {@code Mono.empty()} itself when nothing has to be waited for. */
  Mono<Void> carryOut(ResponseFromSv2Server response) {
    if (response instanceof Send send) {
      ServerSession session = sessions.get(send.clientId());
      if (session != null) {
        for (Sv2Message message : send.messages()) {
          session.send(message);
        }
      }
      return Mono.empty();
    } else if (response instanceof ForEachClient each) {
      return sessions.forEach(
          (session, thread) ->
              forOne(session, thread, client -> carryOut(each.response().apply(client))));
    } else if (response instanceof SendToGroup broadcast) {
      return toGroup(broadcast);
    } else if (response instanceof SendToSeveral several) {
      List<OutboundMessage> messages = encoded(several.messages());
      several.clientIds().forEach(id -> send(sessions.get(id), messages));
      return Mono.empty();
    } else if (response instanceof Forward forward) {
      ServerSession session = sessions.get(forward.clientId());
      if (session != null) {
        forward.frames().forEach(frame -> session.send(OutboundMessage.of(frame)));
      }
      return Mono.empty();
    } else if (response instanceof AskSibling ask) {
      return askForResponse(ask);
    } else if (response instanceof Close close) {
      ServerSession session = sessions.get(close.clientId());
      if (session != null) {
        session.close(close.reason());
      }
      return Mono.empty();
    } else if (response instanceof InOrder several) {
      return inOrder(several.responses());
    }
    return Mono.empty(); // nothing, or what the sibling has done already
  }

  /** What is done at once needs no operator. */
  private Mono<Void> inOrder(List<ResponseFromSv2Server> responses) {
    for (int i = 0; i < responses.size(); i++) {
      Mono<Void> done = carryOut(responses.get(i));
      if (!(done instanceof Callable<?> settled)) {
        List<ResponseFromSv2Server> rest = responses.subList(i + 1, responses.size());
        return done.then(Mono.defer(() -> inOrder(rest)));
      }
      try {
        settled.call(); // throws when it is an error
      } catch (Exception e) {
        return Mono.error(e);
      }
    }
    return Mono.empty();
  }

  /** Once for all receivers: frames are immutable and are shared. */
  private static List<OutboundMessage> encoded(List<Sv2Message> messages) {
    return messages.stream()
        .map(message -> new OutboundMessage(message.type(), Sv2Codec.encode(message)))
        .toList();
  }

  private Mono<Void> toGroup(SendToGroup broadcast) {
    List<OutboundMessage> messages = encoded(broadcast.messages());
    return sessions.forEach(
        (session, thread) ->
            forOne(
                session,
                thread,
                client -> {
                  if (broadcast.group().test(client)) {
                    send(session, messages);
                  }
                  return Mono.empty();
                }));
  }

  private static void send(@Nullable ServerSession session, List<OutboundMessage> messages) {
    if (session != null) {
      for (OutboundMessage message : messages) {
        session.send(message);
      }
    }
  }

  private interface WorkForClient {
    Mono<Void> apply(Sv2Client client);
  }

  private Mono<Void> forOne(ServerSession session, Scheduler thread, WorkForClient work) {
    Sv2Client client = session.client();
    if (client == null) {
      return Mono.empty();
    }
    try {
      Mono<Void> begun = work.apply(client);
      return begun instanceof Callable<?>
          ? begun
          : begun
              .publishOn(thread) // the next client's turn is on its own thread again
              .onErrorResume(
                  error -> {
                    failed(session, client, error);
                    return Mono.empty();
                  });
    } catch (Throwable e) {
      Exceptions.throwIfFatal(e);
      failed(session, client, e);
      return Mono.empty();
    }
  }

  private void failed(ServerSession session, Sv2Client client, Throwable error) {
    LOG.warn("{}: {}: the handler failed", service, client, error);
    session.close(CloseReason.of(CloseReason.Kind.HANDLER_FAILED, error));
  }

  private Mono<Void> askForResponse(AskSibling ask) {
    return askSibling(ask.request())
        .then()
        .onErrorResume(
            SiblingException::isOfTheSibling, // not a reason to drop the client
            error -> {
              LOG.error("{}: the sibling did not do {}", service, ask.request(), error);
              return Mono.empty();
            });
  }

  Mono<ResponseFromSv2Client> askSibling(RequestToSv2Client request) {
    return sibling == null
        ? Mono.error(
            new SiblingException(SiblingException.Kind.NO_SIBLING, service + " has no sibling"))
        : sibling.ask(request);
  }
}
