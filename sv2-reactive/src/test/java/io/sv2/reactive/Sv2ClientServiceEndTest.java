package io.sv2.reactive;

import static io.sv2.reactive.ClientFixture.SOON;
import static io.sv2.reactive.ClientFixture.soon;
import static io.sv2.reactive.TemplateClient.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.template.CoinbaseOutputConstraints;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.type.U256;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ScriptedServer.Peer;
import io.sv2.reactive.handler.UnexpectedMessageException;
import io.sv2.reactive.layer.LayerException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** What ends a connection that was set up: its reason, and that it is made anew. */
class Sv2ClientServiceEndTest {
  private static final Duration BRIEFLY = Duration.ofMillis(100);

  private final ClientFixture client = new ClientFixture();
  private final TemplateClient handler = client.handler;

  @AfterEach
  void close() {
    client.close();
  }

  static Stream<Arguments> misbehaviour() {
    return Stream.of(
        says("payload too short", Kind.PROTOCOL_ERROR, frame(0x72, 79)),
        says("unknown type", Kind.PROTOCOL_ERROR, frame(0xff, 0)),
        says("more than is accepted", Kind.FRAME_TOO_LARGE, frame(0x71, 1_001)),
        says(
            "no room for the channel id",
            Kind.PROTOCOL_ERROR,
            (byte) 0,
            (byte) 0x80,
            (byte) 0x21,
            (byte) 0,
            (byte) 0,
            (byte) 0),
        says("wrong direction", Kind.PROTOCOL_ERROR, new CoinbaseOutputConstraints(1, 1)),
        says("other subprotocol", Kind.PROTOCOL_ERROR, new SetTarget(1, U256.MAX)),
        says("setup again", Kind.PROTOCOL_ERROR, new SetupConnectionSuccess(2, 0)),
        arguments("end", Kind.PEER_CLOSED, (Consumer<Peer>) Peer::close));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misbehaviour")
  void misbehaviourEndsTheConnectionWithItsReasonAndItIsMadeAnew(
      String what, Kind kind, Consumer<Peer> misbehaviour) {
    var upstream = ClientFixture.upstream(client.server.address());
    client.start(
        ClientFixture.config(
            new UpstreamConfig(
                upstream.protocol(),
                upstream.servers(),
                0,
                "vendor",
                "",
                "",
                "",
                1_000,
                SOON,
                null),
            SOON,
            SOON));
    Peer peer = client.server.acceptAndSetUp();
    soon(() -> handler.connected.size() == 1);
    misbehaviour.accept(peer);
    client.server.acceptAndSetUp();
    soon(() -> handler.connected.size() == 2);
    assertThat(handler.disconnected).extracting(CloseReason::kind).containsExactly(kind);
    assertThat(handler.messages).isEmpty();
  }

  static Stream<Arguments> handlers() {
    return Stream.of(
        handler("throws", Kind.HANDLER_FAILED, "on purpose", m -> fail()),
        handler(
            "fails",
            Kind.HANDLER_FAILED,
            "on purpose",
            m -> Mono.error(new IllegalStateException("on purpose"))),
        handler("answers null", Kind.HANDLER_FAILED, "null", m -> null),
        handler(
            "is refused by a layer",
            Kind.OVERLOADED,
            "shed",
            m -> Mono.error(new LayerException(LayerException.Kind.SHED, "shed"))),
        handler("does not answer", Kind.HANDLER_TIMEOUT, BRIEFLY.toString(), m -> Mono.never()),
        handler(
            "did not ask for it",
            Kind.PROTOCOL_ERROR,
            "SetNewPrevHash",
            m -> Mono.error(new UnexpectedMessageException(m))),
        handler(
            "asks a sibling that is not there",
            Kind.HANDLER_FAILED,
            "no sibling",
            m ->
                Mono.just(
                    new ResponseFromSv2Client.AskSibling(
                        new RequestToSv2Server.SiblingMessage(
                            Protocol.TEMPLATE_DISTRIBUTION, m)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("handlers")
  void handlerThatDoesNotAnswerAMessageEndsTheConnectionAndItIsMadeAnew(
      String what,
      Kind kind,
      String detail,
      Function<Sv2Message, Mono<ResponseFromSv2Client>> answer) {
    handler.answer = answer;
    client.start(SOON, kind == Kind.HANDLER_TIMEOUT ? BRIEFLY : SOON);
    Peer peer = client.server.acceptAndSetUp();
    peer.send(message(1), message(2));
    peer.expectEnd();
    client.server.acceptAndSetUp();
    soon(() -> handler.connected.size() == 2);
    assertThat(handler.messages).containsExactly(message(1));
    assertThat(handler.disconnected).singleElement().satisfies(is(kind, detail));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("handlers")
  void handlerThatDoesNotAnswerConnectedEndsTheConnectionAndItIsMadeAnew(
      String what,
      Kind kind,
      String detail,
      Function<Sv2Message, Mono<ResponseFromSv2Client>> answer) {
    handler.whenConnected = success -> answer.apply(message(1));
    client.start(SOON, kind == Kind.HANDLER_TIMEOUT ? BRIEFLY : SOON);
    client.server.acceptAndSetUp().expectEnd();
    client.server.acceptAndSetUp();
    soon(() -> handler.connected.size() == 2);
    assertThat(handler.disconnected).first().satisfies(is(kind, detail));
  }

  @Test
  void deadlineOfTheHandlersOwnIsAFailureOfTheHandler() {
    handler.answer = message -> Mono.error(new TimeoutException("the node took 5 s"));
    client.start();
    client.server.acceptAndSetUp().send(message(1));
    client.server.acceptAndSetUp();
    soon(() -> !handler.disconnected.isEmpty());
    assertThat(handler.disconnected)
        .singleElement()
        .satisfies(is(Kind.HANDLER_FAILED, "the node took 5 s"));
  }

  @Test
  void moreThanTheBoundQueuedForTheServerEndsTheConnection() {
    var service = client.start();
    Peer peer = client.server.acceptAndSetUp();
    soon(() -> service.isConnected(Protocol.TEMPLATE_DISTRIBUTION));
    var request =
        new RequestToSv2Client.SendMessage(
            Protocol.TEMPLATE_DISTRIBUTION, new RequestTransactionData(1));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10_000_000; i++) {
                service.apply(request).block(SOON);
              }
            })
        .isInstanceOf(NotConnectedException.class);
    client.server.acceptAndSetUp();
    soon(() -> handler.connected.size() == 2);
    assertThat(handler.disconnected)
        .singleElement()
        .satisfies(is(Kind.SLOW_CONSUMER, "does not read"));
    peer.close();
  }

  @Test
  void handlerThatFailsAtTheEndOfAConnectionIsConnectedAnewAllTheSame() {
    handler.whenDisconnected =
        reason -> {
          throw new IllegalStateException("on purpose");
        };
    client.start();
    client.server.acceptAndSetUp().close();
    client.server.acceptAndSetUp();
    soon(() -> handler.connected.size() == 2);
  }

  static Consumer<CloseReason> is(Kind kind, String detail) {
    return reason -> {
      assertThat(reason.kind()).isEqualTo(kind);
      assertThat(reason.detail()).contains(detail);
    };
  }

  private static Mono<ResponseFromSv2Client> fail() {
    throw new IllegalStateException("on purpose");
  }

  private static Arguments handler(
      String what,
      Kind kind,
      String detail,
      Function<Sv2Message, Mono<ResponseFromSv2Client>> answer) {
    return arguments(what, kind, detail, answer);
  }

  /** Followed by a message that nobody may be handed any more. */
  private static Arguments says(String what, Kind kind, Sv2Message message) {
    return arguments(what, kind, (Consumer<Peer>) peer -> peer.send(message, message(1)));
  }

  private static Arguments says(String what, Kind kind, byte... bytes) {
    return arguments(what, kind, (Consumer<Peer>) peer -> peer.send(bytes));
  }

  private static byte[] frame(int type, int payloadLength) {
    return Sv2Frame.of(0, type, new byte[payloadLength]).toByteArray();
  }
}
