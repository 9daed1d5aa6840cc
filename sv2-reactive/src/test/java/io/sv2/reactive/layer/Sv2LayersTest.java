package io.sv2.reactive.layer;

import static io.sv2.reactive.layer.TestRequests.closing;
import static io.sv2.reactive.layer.TestRequests.share;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.MessageType;
import io.sv2.codec.Protocol;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class Sv2LayersTest {
  private final List<String> seen = new ArrayList<>();
  private final List<String> wrapped = new ArrayList<>();

  private static Mono<String> handler(IncomingMessage request) {
    return Mono.just("answer to " + request.client().id());
  }

  private Sv2Layer<IncomingMessage, String> layer(String name) {
    return inner -> {
      wrapped.add(name);
      return request -> {
        seen.add(name);
        return inner.apply(request);
      };
    };
  }

  private static Sv2Layers<IncomingMessage, String> none() {
    return Sv2Layers.none();
  }

  @Test
  void nothingAddedIsTheHandlerItself() {
    Function<IncomingMessage, Mono<String>> handler = Sv2LayersTest::handler;
    assertThat(none().wrap(handler)).isSameAs(handler);
  }

  @Test
  void serviceIsOutsideOfSubprotocolIsOutsideOfMessageAndTheFirstAddedIsOutermost() {
    var layers =
        none()
            .onMessage(MessageType.SUBMIT_SHARES_STANDARD, layer("message 1"))
            .onProtocol(Protocol.MINING, layer("protocol 1"))
            .onService(layer("service 1"))
            .onMessage(MessageType.SUBMIT_SHARES_STANDARD, layer("message 2"))
            .onProtocol(Protocol.MINING, layer("protocol 2"))
            .onService(layer("service 2"));
    assertThat(layers.wrap(Sv2LayersTest::handler).apply(share()).block()).isEqualTo("answer to 1");
    assertThat(seen)
        .containsExactly(
            "service 1", "service 2", "protocol 1", "protocol 2", "message 1", "message 2");
    assertThat(wrapped).containsExactlyInAnyOrderElementsOf(seen);
  }

  @Test
  void otherMessagesAndOtherSubprotocolsPassBy() {
    var layered =
        none()
            .onMessage(MessageType.SUBMIT_SHARES_STANDARD, layer("share"))
            .onProtocol(Protocol.TEMPLATE_DISTRIBUTION, layer("templates"))
            .wrap(Sv2LayersTest::handler);
    layered.apply(closing()).block();
    assertThat(seen).isEmpty();
    layered.apply(share()).block();
    layered
        .apply(TestRequests.of(1, Protocol.TEMPLATE_DISTRIBUTION, new RequestTransactionData(1)))
        .block();
    assertThat(seen).containsExactly("share", "templates");
  }

  @Test
  void addingLeavesWhatThereWasAsItWas() {
    Sv2Layers<IncomingMessage, String> before = none().onService(layer("one"));
    before.onService(layer("two"));
    before.onProtocol(Protocol.MINING, layer("two"));
    before.onMessage(MessageType.SUBMIT_SHARES_STANDARD, layer("two"));
    before.wrap(Sv2LayersTest::handler).apply(share()).block();
    assertThat(seen).containsExactly("one");
  }

  @Test
  void layerInTwoPlacesIsWrappedForEach() {
    Sv2Layer<IncomingMessage, String> one = layer("one");
    none()
        .onMessage(MessageType.SUBMIT_SHARES_STANDARD, one)
        .onMessage(MessageType.CLOSE_CHANNEL, one)
        .wrap(Sv2LayersTest::handler);
    assertThat(wrapped).containsExactly("one", "one");
  }

  @Test
  void onePlaceHasOneStateForAllThatPassesIt() {
    Sv2Layer<IncomingMessage, String> one = LimitLayers.concurrencyLimit(1);
    Function<IncomingMessage, Mono<String>> stuck = request -> Mono.never();
    var shared = none().onProtocol(Protocol.MINING, one).wrap(stuck);
    shared.apply(share()).subscribe();
    TestRequests.refused(
        LayerException.Kind.CONCURRENCY_LIMITED, "1", () -> shared.apply(closing()).block());
    var apart =
        none()
            .onMessage(MessageType.SUBMIT_SHARES_STANDARD, one)
            .onMessage(MessageType.CLOSE_CHANNEL, one)
            .wrap(stuck);
    apart.apply(share()).subscribe();
    assertThat(apart.apply(closing()).toFuture()).isNotDone();
  }
}
