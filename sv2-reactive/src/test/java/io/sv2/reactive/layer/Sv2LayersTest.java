package io.sv2.reactive.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.MessageType;
import io.sv2.codec.Protocol;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class Sv2LayersTest {
  private final List<String> passed = new ArrayList<>();

  private Mono<String> handle(IncomingMessage request) {
    passed.add("handler");
    return Mono.just("done");
  }

  private Sv2Layer<IncomingMessage, String> named(String name) {
    return inner ->
        request -> {
          passed.add(name);
          return inner.apply(request);
        };
  }

  @Test
  void requestComesToTheServiceThenTheSubprotocolThenTheMessageAndToTheFirstPutFirst() {
    Function<IncomingMessage, Mono<String>> all =
        Sv2Layers.<IncomingMessage, String>none()
            .onMessage(MessageType.SUBMIT_SHARES_STANDARD, named("share"))
            .onProtocol(Protocol.MINING, named("mining"))
            .onService(named("first"))
            .onService(named("second"))
            .onMessage(MessageType.SUBMIT_SHARES_STANDARD, named("share 2"))
            .onProtocol(Protocol.MINING, named("mining 2"))
            .onProtocol(Protocol.JOB_DECLARATION, named("declaration"))
            .onMessage(MessageType.CLOSE_CHANNEL, named("close"))
            .wrap(this::handle);
    assertThat(all.apply(Requests.share(1)).block()).isEqualTo("done");
    assertThat(passed)
        .containsExactly("first", "second", "mining", "mining 2", "share", "share 2", "handler");
    passed.clear();
    all.apply(Requests.of(1, new CloseChannel(1, Str0255.EMPTY))).block();
    assertThat(passed).containsExactly("first", "second", "mining", "mining 2", "close", "handler");
  }

  @Test
  void withoutAnyLayerTheHandlerIsCalledItself() {
    Function<IncomingMessage, Mono<String>> handler = this::handle;
    assertThat(Sv2Layers.<IncomingMessage, String>none().wrap(handler)).isSameAs(handler);
  }

  @Test
  void layerWrapsOnceForThePlaceItIsPut() {
    List<Object> wrapped = new ArrayList<>();
    Sv2Layer<IncomingMessage, String> counting =
        inner -> {
          wrapped.add(inner);
          return inner;
        };
    Function<IncomingMessage, Mono<String>> all =
        Sv2Layers.<IncomingMessage, String>none()
            .onService(counting)
            .onProtocol(Protocol.MINING, counting)
            .onMessage(MessageType.SUBMIT_SHARES_STANDARD, counting)
            .wrap(this::handle);
    for (int i = 0; i < 10; i++) {
      all.apply(Requests.share(i)).block();
    }
    assertThat(wrapped).hasSize(3);
  }

  @Test
  void aroundPutsTheOtherInside() {
    named("outer").around(named("inner")).wrap(this::handle).apply(Requests.share(1)).block();
    assertThat(passed).containsExactly("outer", "inner", "handler");
  }
}
