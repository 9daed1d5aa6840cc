package io.sv2.reactive.test;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Message;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.RequestToSv2Client;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.handler.Sv2ServerHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A server's handler without a server: its clients are names, what it answers becomes a stream of
 * {@link Effect}s for StepVerifier. No network, no thread, no clock; nothing happens before
 * somebody subscribes.
 */
public final class ServerHandlerHarness {
  /** One thing that the handler wants to happen. */
  public sealed interface Effect {
    /** A message goes to a client. */
    record Sent(Sv2Client client, Sv2Message message) implements Effect {}

    /** A client's connection ends. */
    record Closed(Sv2Client client, CloseReason reason) implements Effect {}

    /** The sibling was asked, and gave this answer. */
    record Asked(RequestToSv2Client request, ResponseFromSv2Client answer) implements Effect {}
  }

  private final Sv2ServerHandler handler;
  private final Function<RequestToSv2Client, Mono<ResponseFromSv2Client>> sibling;
  private final Map<Long, Sv2Client> clients = new LinkedHashMap<>();
  private long lastId;

  private ServerHandlerHarness(
      Sv2ServerHandler handler, Function<RequestToSv2Client, Mono<ResponseFromSv2Client>> sibling) {
    this.handler = handler;
    this.sibling = sibling;
  }

  /** For a handler that asks no sibling, or whose sibling has nothing to do. */
  public static ServerHandlerHarness of(Sv2ServerHandler handler) {
    return of(handler, request -> Mono.just(ResponseFromSv2Client.nothing()));
  }

  /** For a handler whose sibling answers as {@code sibling} does. */
  public static ServerHandlerHarness of(
      Sv2ServerHandler handler, Function<RequestToSv2Client, Mono<ResponseFromSv2Client>> sibling) {
    return new ServerHandlerHarness(handler, sibling);
  }

  /** A client that has set up; what {@code clientAdded} answers is for {@link #added}. */
  public Sv2Client client(Protocol protocol, long flags) {
    lastId++;
    Sv2Client client =
        new Sv2Client(
            lastId,
            "client " + lastId,
            protocol,
            ScriptedPeer.setupConnection(protocol.code(), 2, 2, flags));
    clients.put(lastId, client);
    return client;
  }

  /** What the handler does when {@code client} is added. */
  public Flux<Effect> added(Sv2Client client) {
    return effects(Mono.defer(() -> handler.clientAdded(client)));
  }

  /** The client's connection ends; the handler is told. */
  public void removed(Sv2Client client, CloseReason reason) {
    clients.remove(client.id());
    handler.clientRemoved(client, reason);
  }

  /** What the handler does when {@code client} sends {@code message}. */
  public Flux<Effect> receives(Sv2Client client, Sv2Message message) {
    return effects(Mono.defer(() -> handler.handle(new IncomingMessage(client, message))));
  }

  /** The messages that {@code client} gets in answer to its {@code message}. */
  public Flux<Sv2Message> answers(Sv2Client client, Sv2Message message) {
    return receives(client, message)
        .filter(effect -> effect instanceof Effect.Sent sent && sent.client().equals(client))
        .map(effect -> ((Effect.Sent) effect).message());
  }

  /** What the handler does when its sibling passes on {@code message}. */
  public Flux<Effect> receivesFromSibling(Sv2Message message) {
    return effects(Mono.defer(() -> handler.handleSiblingMessage(message)));
  }

  private Flux<Effect> effects(Mono<ResponseFromSv2Server> response) {
    return response.flatMapMany(this::effects);
  }

  private Flux<Effect> effects(ResponseFromSv2Server response) {
    if (response instanceof ResponseFromSv2Server.Send send) {
      return sent(List.of(send.clientId()), send.messages());
    } else if (response instanceof ResponseFromSv2Server.SendToSeveral several) {
      return sent(several.clientIds().stream().sorted().toList(), several.messages());
    } else if (response instanceof ResponseFromSv2Server.SendToGroup group) {
      return sent(
          clients.values().stream().filter(group.group()).map(Sv2Client::id).toList(),
          group.messages());
    } else if (response instanceof ResponseFromSv2Server.Forward forward) {
      return sent(
          List.of(forward.clientId()), forward.frames().stream().map(Sv2Codec::decode).toList());
    } else if (response instanceof ResponseFromSv2Server.ForEachClient each) {
      return Flux.fromIterable(List.copyOf(clients.values()))
          .concatMap(client -> effects(each.response().apply(client)));
    } else if (response instanceof ResponseFromSv2Server.AskSibling ask) {
      return Mono.defer(() -> sibling.apply(ask.request()))
          .<Effect>map(answer -> new Effect.Asked(ask.request(), answer))
          .flux();
    } else if (response instanceof ResponseFromSv2Server.Close close) {
      Sv2Client client = clients.get(close.clientId());
      return client == null ? Flux.empty() : Flux.just(new Effect.Closed(client, close.reason()));
    } else if (response instanceof ResponseFromSv2Server.InOrder several) {
      return Flux.fromIterable(several.responses()).concatMap(this::effects);
    }
    return Flux.empty();
  }

  private Flux<Effect> sent(List<Long> ids, List<Sv2Message> messages) {
    List<Effect> sent = new ArrayList<>();
    for (long id : ids) {
      Sv2Client client = clients.get(id);
      if (client != null) {
        messages.forEach(message -> sent.add(new Effect.Sent(client, message)));
      }
    }
    return Flux.fromIterable(sent);
  }
}
