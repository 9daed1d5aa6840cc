package io.sv2.reactive;

import static io.sv2.reactive.ClientFixture.SOON;
import static io.sv2.reactive.ClientFixture.soon;
import static io.sv2.reactive.TemplateClient.error;
import static io.sv2.reactive.TemplateClient.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.Reconnect;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.type.Str0255;
import io.sv2.reactive.ScriptedServer.Peer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class Sv2ClientServiceTest {
  private static final Protocol TEMPLATES = Protocol.TEMPLATE_DISTRIBUTION;

  private final ClientFixture client = new ClientFixture();
  private final TemplateClient handler = client.handler;

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void setupConnectionComesFirstAndSaysWhatIsConfigured() {
    client.start(
        ClientFixture.config(
            new UpstreamConfig(
                TEMPLATES,
                List.of(new UpstreamServer(client.server.address(), null)),
                0xffff_fffeL,
                "vendor",
                "hardware",
                "firmware",
                "device",
                1_000,
                SOON,
                null),
            SOON,
            SOON));
    assertThat(client.server.accept().next(SetupConnection.class))
        .isEqualTo(
            new SetupConnection(
                TEMPLATES.code(),
                2,
                2,
                0xffff_fffeL,
                Str0255.of("localhost"),
                client.server.address().getPort(),
                Str0255.of("vendor"),
                Str0255.of("hardware"),
                Str0255.of("firmware"),
                Str0255.of("device")));
  }

  @Test
  void clientWhoseHandlerDoesNotStartDoesNotConnect() {
    handler.whenStarted = Mono.error(new IllegalStateException("on purpose"));
    assertThatThrownBy(client::start).hasMessage("on purpose");
    assertThat(client.server.staysAlone(Duration.ofMillis(200))).isTrue();
  }

  @Test
  void handlerIsStartedBeforeTheClientConnects() {
    Sinks.Empty<Void> started = Sinks.empty();
    handler.whenStarted = started.asMono();
    CompletableFuture<?> starting = CompletableFuture.runAsync(client::start);
    assertThat(client.server.staysAlone(Duration.ofMillis(200))).isTrue();
    started.tryEmitEmpty();
    client.server.acceptAndSetUp();
    starting.join();
    soon(() -> handler.connected.size() == 1);
  }

  @Test
  void handlerIsToldOfTheConnectionOnceItIsSetUpAndItsAnswerIsSent() {
    handler.whenConnected =
        success ->
            Mono.just(ResponseFromSv2Client.send(TEMPLATES, new CoinbaseOutputConstraints(7, 8)));
    var service = client.start();
    Peer peer = client.server.accept();
    peer.next(SetupConnection.class);
    assertThat(handler.connected).isEmpty();
    assertThat(service.isConnected(TEMPLATES)).isFalse();
    peer.send(new SetupConnectionSuccess(2, 0));
    assertThat(peer.next(CoinbaseOutputConstraints.class))
        .isEqualTo(new CoinbaseOutputConstraints(7, 8));
    assertThat(handler.connected).containsExactly(new SetupConnectionSuccess(2, 0));
    assertThat(service.isConnected(TEMPLATES)).isTrue();
    assertThat(service.isConnected(Protocol.MINING)).isFalse();
  }

  /** They say what the server requires or offers (section 3.6.2), not which requests it grants. */
  @Test
  void flagsOfTheAnswerThatWereNotAskedForAreTheHandlersToJudge() {
    client.start();
    Peer peer = client.server.accept();
    peer.next(SetupConnection.class);
    peer.send(new SetupConnectionSuccess(2, 0xffff_ffffL), message(1));
    soon(() -> handler.messages.size() == 1);
    assertThat(handler.connected).containsExactly(new SetupConnectionSuccess(2, 0xffff_ffffL));
  }

  @Test
  void messagesAreHandedOverInOrderEachWhenTheOneBeforeIsDone() {
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger mostAtWork = new AtomicInteger();
    handler.answer =
        message -> {
          mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
          return Mono.fromSupplier(ResponseFromSv2Client::nothing)
              .publishOn(Schedulers.parallel())
              .doOnNext(response -> atWork.decrementAndGet());
        };
    client.start();
    Peer peer = client.server.acceptAndSetUp();
    Sv2Message[] sent =
        LongStream.range(0, 500)
            .mapToObj(n -> n % 2 == 0 ? message(n) : error(n))
            .toArray(Sv2Message[]::new);
    peer.send(sent);
    soon(() -> handler.messages.size() >= sent.length && atWork.get() == 0);
    assertThat(handler.messages).containsExactly(sent);
    assertThat(mostAtWork).hasValue(1);
  }

  @Test
  void messageWaitsUntilConnectedHasBeenAnswered() {
    Sinks.One<ResponseFromSv2Client> connected = Sinks.one();
    handler.whenConnected = success -> connected.asMono();
    handler.answer =
        message -> Mono.just(ResponseFromSv2Client.send(TEMPLATES, new RequestTransactionData(2)));
    client.start();
    Peer peer = client.server.acceptAndSetUp();
    peer.send(message(1));
    soon(() -> !handler.connected.isEmpty());
    connected.tryEmitValue(ResponseFromSv2Client.send(TEMPLATES, new RequestTransactionData(1)));
    assertThat(peer.next(RequestTransactionData.class).templateId()).isEqualTo(1);
    assertThat(peer.next(RequestTransactionData.class).templateId()).isEqualTo(2);
  }

  @Test
  void severalResponsesAreCarriedOutInOrderTheCloseLast() {
    handler.answer =
        message ->
            Mono.just(
                new ResponseFromSv2Client.InOrder(
                    List.of(
                        ResponseFromSv2Client.send(
                            TEMPLATES,
                            new RequestTransactionData(1),
                            new RequestTransactionData(2)),
                        ResponseFromSv2Client.send(TEMPLATES, new RequestTransactionData(3)),
                        new ResponseFromSv2Client.Close(TEMPLATES, CloseReason.local("enough")))));
    client.start();
    Peer peer = client.server.acceptAndSetUp();
    peer.send(message(1));
    for (int id = 1; id <= 3; id++) {
      assertThat(peer.next(RequestTransactionData.class).templateId()).isEqualTo(id);
    }
    peer.expectEnd();
    client.server.acceptAndSetUp();
    assertThat(handler.disconnected).containsExactly(CloseReason.local("enough"));
  }

  @Test
  void messageOfAnUnknownExtensionIsIgnored() {
    client.start();
    Peer peer = client.server.acceptAndSetUp();
    peer.send(Sv2Frame.of(0x0001, 0x71, new byte[] {1, 2, 3}).toByteArray());
    peer.send(Sv2Frame.of(0x8002, 0x00, new byte[] {1, 2, 3, 4}).toByteArray());
    peer.send(message(1));
    soon(() -> !handler.messages.isEmpty());
    assertThat(handler.messages).containsExactly(message(1));
    assertThat(handler.disconnected).isEmpty();
  }

  @Test
  void serverThatAsksForItIsReconnectedTo() {
    client.start();
    Peer peer = client.server.acceptAndSetUp();
    peer.send(new Reconnect(Str0255.EMPTY, 0));
    peer.expectEnd();
    client.server.acceptAndSetUp();
    soon(() -> handler.connected.size() == 2);
    assertThat(handler.disconnected)
        .extracting(CloseReason::kind)
        .containsExactly(CloseReason.Kind.RECONNECT);
  }

  @Test
  void applySendsAMessageByTheConnection() {
    var service = client.start();
    Peer peer = client.server.acceptAndSetUp();
    soon(() -> service.isConnected(TEMPLATES));
    var request = new RequestToSv2Client.SendMessage(TEMPLATES, new RequestTransactionData(5));
    assertThat(service.apply(request).block(SOON))
        .isEqualTo(ResponseFromSv2Client.send(TEMPLATES, new RequestTransactionData(5)));
    assertThat(peer.next(RequestTransactionData.class)).isEqualTo(request.message());
  }

  @Test
  void applyWithoutAConnectionFailsTyped() {
    var service = client.start();
    Peer peer = client.server.accept();
    peer.next(SetupConnection.class);
    for (Protocol protocol : List.of(TEMPLATES, Protocol.MINING)) {
      var request = new RequestToSv2Client.SendMessage(protocol, new RequestTransactionData(5));
      assertThatThrownBy(() -> service.apply(request).block(SOON))
          .isInstanceOf(NotConnectedException.class)
          .hasMessageContainingAll("client", protocol.name());
    }
  }
}
