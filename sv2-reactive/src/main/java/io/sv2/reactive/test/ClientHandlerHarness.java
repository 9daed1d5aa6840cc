package io.sv2.reactive.test;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.RequestToSv2Client.IncomingMessage;
import io.sv2.reactive.RequestToSv2Server;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Upstream;
import io.sv2.reactive.handler.Sv2ClientHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A client's handler without a client: what it answers becomes a stream of {@link Effect}s for
 * StepVerifier. No network, no thread, no clock; nothing happens before somebody subscribes.
 */
public final class ClientHandlerHarness {
  /** One thing that the handler wants to happen. */
  public sealed interface Effect {
    /** A message goes upstream. */
    record Sent(Protocol protocol, Sv2Message message) implements Effect {}

    /** A connection ends. */
    record Closed(Protocol protocol, CloseReason reason) implements Effect {}

    /** The sibling was asked, and gave this answer. */
    record Asked(RequestToSv2Server request, ResponseFromSv2Server answer) implements Effect {}
  }

  private final Sv2ClientHandler handler;
  private final Protocol protocol;
  private final Function<RequestToSv2Server, Mono<ResponseFromSv2Server>> sibling;

  private ClientHandlerHarness(
      Sv2ClientHandler handler,
      Protocol protocol,
      Function<RequestToSv2Server, Mono<ResponseFromSv2Server>> sibling) {
    this.handler = handler;
    this.protocol = protocol;
    this.sibling = sibling;
  }

  /** For a handler of {@code protocol} whose sibling, if it asks one, has nothing to do. */
  public static ClientHandlerHarness of(Sv2ClientHandler handler, Protocol protocol) {
    return of(handler, protocol, request -> Mono.just(ResponseFromSv2Server.nothing()));
  }

  /** For a handler of {@code protocol} whose sibling answers as {@code sibling} does. */
  public static ClientHandlerHarness of(
      Sv2ClientHandler handler,
      Protocol protocol,
      Function<RequestToSv2Server, Mono<ResponseFromSv2Server>> sibling) {
    return new ClientHandlerHarness(handler, protocol, sibling);
  }

  /** What the handler does when a server has accepted with these flags. */
  public Flux<Effect> connected(long flags) {
    Sv2Upstream upstream =
        new Sv2Upstream(
            protocol,
            0,
            InetSocketAddress.createUnresolved("upstream.test", 1),
            new SetupConnectionSuccess(2, flags),
            Set.of());
    return effects(Mono.defer(() -> handler.connected(upstream)));
  }

  /** The connection ends; the handler is told. */
  public void disconnected(CloseReason reason) {
    handler.disconnected(reason);
  }

  /** What the handler does when the server sends {@code message}. */
  public Flux<Effect> receives(Sv2Message message) {
    return effects(Mono.defer(() -> handler.handle(new IncomingMessage(protocol, message))));
  }

  private Flux<Effect> effects(Mono<ResponseFromSv2Client> response) {
    return response.flatMapMany(this::effects);
  }

  private Flux<Effect> effects(ResponseFromSv2Client response) {
    if (response instanceof ResponseFromSv2Client.Send send) {
      return sent(send.protocol(), send.messages());
    } else if (response instanceof ResponseFromSv2Client.Forward forward) {
      return sent(forward.protocol(), forward.frames().stream().map(Sv2Codec::decode).toList());
    } else if (response instanceof ResponseFromSv2Client.AskSibling ask) {
      return Mono.defer(() -> sibling.apply(ask.request()))
          .<Effect>map(answer -> new Effect.Asked(ask.request(), answer))
          .flux();
    } else if (response instanceof ResponseFromSv2Client.Close close) {
      return Flux.just(new Effect.Closed(close.protocol(), close.reason()));
    } else if (response instanceof ResponseFromSv2Client.InOrder several) {
      return Flux.fromIterable(several.responses()).concatMap(this::effects);
    }
    return Flux.empty();
  }

  private static Flux<Effect> sent(Protocol protocol, List<Sv2Message> messages) {
    return Flux.fromIterable(messages).map(message -> new Effect.Sent(protocol, message));
  }
}
