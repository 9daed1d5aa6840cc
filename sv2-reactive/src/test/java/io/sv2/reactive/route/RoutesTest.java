package io.sv2.reactive.route;

import static io.sv2.reactive.route.RoutePredicates.channel;
import static io.sv2.reactive.route.RoutePredicates.protocol;
import static io.sv2.reactive.route.RoutePredicates.setupFlags;
import static io.sv2.reactive.route.ServerRoutes.on;
import static io.sv2.reactive.route.ServerRoutes.unexpected;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.MiningMessage;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.handler.Sv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.handler.UnexpectedMessageException;
import io.sv2.reactive.test.ScriptedPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RoutesTest {
  private final List<String> taken = new ArrayList<>();

  private static IncomingMessage from(long flags, Sv2Message message) {
    return new IncomingMessage(
        new Sv2Client(1, "test", Protocol.MINING, ScriptedPeer.setupConnection(0, 2, 2, flags)),
        message);
  }

  private static SubmitSharesStandard share(long channel) {
    return new SubmitSharesStandard(channel, 1, 1, 0, 0, 0);
  }

  private <M extends Sv2Message> Sv2Route<IncomingMessage, ResponseFromSv2Server> to(
      String name, Class<M> type) {
    return on(type, (client, message) -> take(name));
  }

  private Mono<ResponseFromSv2Server> take(String name) {
    taken.add(name);
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  @Test
  void firstThatMatchesHandles() {
    Function<IncomingMessage, Mono<ResponseFromSv2Server>> routes =
        on(
                SubmitSharesStandard.class,
                (client, share) -> share.channelId() == 2,
                (client, share) -> take("channel 2"))
            .and(to("share", SubmitSharesStandard.class))
            .and(to("mining", MiningMessage.class))
            .orElse(unexpected());
    routes.apply(from(0, share(2))).block();
    routes.apply(from(0, share(3))).block();
    routes.apply(from(0, new CloseChannel(1, Str0255.EMPTY))).block();
    assertThat(taken).containsExactly("channel 2", "share", "mining");
  }

  @Test
  void whatNoRouteIsForIsAProtocolErrorUnlessThereIsAFallback() {
    Sv2Route<IncomingMessage, ResponseFromSv2Server> closing = to("close", CloseChannel.class);
    StepVerifier.create(closing.orElse(unexpected()).apply(from(0, share(1))))
        .verifyError(UnexpectedMessageException.class);
    closing.orElse(request -> take("fallback")).apply(from(0, share(1))).block();
    assertThat(taken).containsExactly("fallback");
  }

  @Test
  void nestedRoutesAreForWhatTheirPredicateIsFor() {
    Function<IncomingMessage, Mono<ResponseFromSv2Server>> routes =
        Sv2Route.nest(setupFlags(1), to("flagged", MiningMessage.class))
            .and(Sv2Route.nest(channel(id -> id > 100), to("high", MiningMessage.class)))
            .and(
                Sv2Route.nest(protocol(Protocol.JOB_DECLARATION), to("never", MiningMessage.class)))
            .orElse(request -> take("other"));
    routes.apply(from(1, share(1))).block();
    routes.apply(from(0, share(200))).block();
    routes.apply(from(0, share(1))).block();
    assertThat(taken).containsExactly("flagged", "high", "other");
  }

  @Test
  void filterWrapsOnceAndSeesWhatItsRouteIsForOnly() {
    AtomicInteger wrapped = new AtomicInteger();
    Function<IncomingMessage, Mono<ResponseFromSv2Server>> routes =
        to("share", SubmitSharesStandard.class)
            .filter(
                inner -> {
                  wrapped.incrementAndGet();
                  return request -> {
                    taken.add("filter");
                    return inner.apply(request);
                  };
                })
            .and(to("close", CloseChannel.class))
            .orElse(unexpected());
    routes.apply(from(0, share(1))).block();
    routes.apply(from(0, share(1))).block();
    routes.apply(from(0, new CloseChannel(1, Str0255.EMPTY))).block();
    assertThat(taken).containsExactly("filter", "share", "filter", "share", "close");
    assertThat(wrapped).hasValue(1);
  }

  @Test
  void routesBecomeAHandlerThatAnswersThroughEachOfItsMethods() {
    Sv2MiningServerHandler handler =
        Sv2MiningServerHandler.of(to("share", SubmitSharesStandard.class).orElse(unexpected()));
    IncomingMessage request = from(0, share(1));
    handler.handle(request).block();
    handler
        .handleSubmitSharesStandard(request.client(), (SubmitSharesStandard) request.message())
        .block();
    assertThat(taken).containsExactly("share", "share");
    handler.clientAdded(request.client()).block();
    handler.clientRemoved(request.client(), CloseReason.peerClosed());
    assertThat(Sv2JobDeclarationServerHandler.of(unexpected())).isNotNull();
  }
}
