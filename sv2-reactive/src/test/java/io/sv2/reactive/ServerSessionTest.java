package io.sv2.reactive;

import static io.sv2.reactive.MiningServer.HANDLER;
import static io.sv2.reactive.ResponseFromSv2Server.send;
import static io.sv2.reactive.TestPeer.open;
import static io.sv2.reactive.TestPeer.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnectionSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.handler.UnexpectedMessageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class ServerSessionTest {
  private static final Duration TICK = Duration.ofMillis(250);

  private final MiningServer server = new MiningServer();
  private final TestPeer good = server.client();
  private final TestPeer peer = server.client();

  @AfterEach
  void theOtherClientIsServedAllTheSame() {
    if (good.closeReason() == null) {
      server.answer = (client, message) -> Mono.just(send(client, accepted(7)));
      good.sends(share(7));
      assertThat(good.hears()).contains(accepted(7));
    }
    server.close();
  }

  private static SubmitSharesSuccess accepted(long sequenceNumber) {
    return new SubmitSharesSuccess(1, sequenceNumber, 1, 1);
  }

  @Test
  void messagesAreHandledOneAfterTheOther() {
    List<Sinks.One<ResponseFromSv2Server>> open = new ArrayList<>();
    server.answer =
        (client, message) -> {
          open.add(Sinks.one());
          return open.get(open.size() - 1).asMono();
        };
    peer.sends(share(1), share(2));
    assertThat(server.handled).containsExactly(share(1));
    open.get(0).tryEmitValue(send(server.added.get(1), accepted(1)));
    assertThat(server.handled).containsExactly(share(1), share(2));
    open.get(1).tryEmitValue(ResponseFromSv2Server.nothing());
    assertThat(peer.hears()).containsExactly(accepted(1));
  }

  @Test
  void handlerAtWorkAllTheTimeKeepsNoSessionWithoutAChannel() {
    List<Sinks.One<ResponseFromSv2Server>> open = new ArrayList<>();
    server.answer =
        (client, message) -> {
          open.add(Sinks.one());
          return open.get(open.size() - 1).asMono();
        };
    peer.sends(share(1));
    long seconds = MiningServer.FIRST_MESSAGE.plus(HANDLER).toSeconds();
    for (int i = 2; i <= seconds; i++) {
      peer.sends(share(i));
      server.passes(Duration.ofSeconds(1));
      assertThat(peer.closeReason()).isNull();
      open.get(open.size() - 1).tryEmitValue(ResponseFromSv2Server.nothing());
    }
    server.passes(Duration.ofSeconds(2));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.IDLE_AFTER_SETUP);
  }

  @Test
  void timeThatTheHandlerTakesIsNotTheClientsSilence() {
    Sinks.One<ResponseFromSv2Server> slow = Sinks.one();
    server.answer =
        (client, message) ->
            message instanceof io.sv2.codec.mining.OpenStandardMiningChannel
                ? Mono.just(send(client, opened()))
                : slow.asMono();
    peer.sends(open(1));
    good.sends(open(1));
    server.passes(MiningServer.INACTIVITY.minusSeconds(20));
    peer.sends(share(1));
    good.sends(share(1));
    server.passes(HANDLER.minusSeconds(1)); // by now longer than the client may be silent
    server.passes(Duration.ZERO);
    slow.tryEmitValue(ResponseFromSv2Server.nothing());
    server.passes(TICK.multipliedBy(3));
    assertThat(peer.closeReason()).isNull();
    server.passes(MiningServer.INACTIVITY.plus(TICK));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.INACTIVE);
  }

  private static OpenStandardMiningChannelSuccess opened() {
    return new OpenStandardMiningChannelSuccess(1, 1, U256.MAX, B032.EMPTY, 1);
  }

  @Test
  void answersHaveTheWholePatienceOfADrainToLeave() {
    peer.hears();
    var slow =
        server.connects(
            new TestPeer(
                io.sv2.reactive.test.ConnectionPair.plain().withTimer(server.time), 64, 1));
    slow.sends(TestPeer.setup());
    server.answer = (client, message) -> Mono.just(send(client, accepted(1)));
    slow.sends(share(1), share(2));
    var left = server.service.drain(Duration.ofMinutes(1));
    assertThat(left).hasSize(3);
    server.passes(ConnectionConfig.DEFAULT.closeTimeout().multipliedBy(3));
    assertThat(slow.closeReason()).isNull();
    slow.reads(Long.MAX_VALUE);
    assertThat(slow.hears()).hasSize(3);
    assertThat(slow.closeReason().kind()).isEqualTo(Kind.LOCAL_CLOSE);
    StepVerifier.create(left.get(2).over()).verifyComplete();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        failure(Kind.HANDLER_FAILED, () -> Mono.error(new IllegalStateException("on purpose"))),
        failure(
            Kind.HANDLER_FAILED,
            () -> {
              throw new IllegalStateException("on purpose");
            }),
        failure(
            Kind.HANDLER_FAILED,
            () -> {
              throw new AssertionError("on purpose");
            }),
        failure(Kind.HANDLER_FAILED, () -> null),
        failure(
            Kind.HANDLER_FAILED,
            () -> Mono.delay(Duration.ZERO).then(Mono.error(new IllegalStateException("later")))),
        failure(
            Kind.HANDLER_FAILED,
            () ->
                Mono.just(
                    new ResponseFromSv2Server.AskSibling(
                        new RequestToSv2Client.SendMessage(Protocol.MINING, share(1))))),
        failure(Kind.PROTOCOL_ERROR, () -> Mono.error(new UnexpectedMessageException(share(1)))));
  }

  private static Arguments failure(Kind kind, Supplier<Mono<ResponseFromSv2Server>> answer) {
    return Arguments.of(kind, answer);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void handlerThatFailsEndsItsClientsConnectionOnly(
      Kind kind, Supplier<Mono<ResponseFromSv2Server>> answer) {
    server.answer = (client, message) -> answer.get();
    peer.sends(share(1), share(2));
    await().until(() -> peer.closeReason() != null);
    assertThat(peer.closeReason().kind()).isEqualTo(kind);
    assertThat(server.handled).containsExactly(share(1));
    assertThat(server.removed).containsExactly("2 " + kind);
  }

  @Test
  void handlerThatDoesNotAnswerIsCancelledInTime() {
    AtomicInteger cancelled = new AtomicInteger();
    server.answer =
        (client, message) ->
            Mono.<ResponseFromSv2Server>never().doOnCancel(cancelled::incrementAndGet);
    peer.sends(share(1), share(2));
    server.passes(HANDLER.minus(TICK));
    assertThat(peer.closeReason()).isNull();
    server.passes(TICK.multipliedBy(2));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.HANDLER_TIMEOUT);
    assertThat(cancelled).hasValue(1);
    assertThat(server.handled).containsExactly(share(1));
  }

  @Test
  void handlerMayTakeLongerThanTheClientMayBeSilent() {
    Sinks.One<ResponseFromSv2Server> answer = Sinks.one();
    server.answer = (client, message) -> answer.asMono();
    peer.sends(share(1));
    server.passes(HANDLER.minusSeconds(1));
    answer.tryEmitValue(ResponseFromSv2Server.nothing());
    assertThat(peer.closeReason()).isNull();
  }

  @Test
  void clientThatOpensNoChannelIsClosedInTime() {
    server.passes(MiningServer.FIRST_MESSAGE.minus(TICK));
    assertThat(peer.closeReason()).isNull();
    server.passes(TICK.multipliedBy(2));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.IDLE_AFTER_SETUP);
  }

  /** What it says counts for nothing as long as no channel comes of it. */
  @Test
  void clientThatTalksAndOpensNoChannelIsClosedAllTheSame() {
    for (int i = 0; i < 3; i++) {
      server.passes(MiningServer.FIRST_MESSAGE.dividedBy(4));
      peer.sends(share(i));
      peer.sendsFrame(Sv2Frame.of(0x4b0f, 3, new byte[20]));
    }
    server.passes(MiningServer.FIRST_MESSAGE.dividedBy(4).plus(TICK));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.IDLE_AFTER_SETUP);
  }

  @Test
  void clientThatFallsSilentIsClosedInTime() {
    server.answer =
        (client, message) ->
            Mono.just(
                message.equals(open(1))
                    ? send(client, opened(1))
                    : ResponseFromSv2Server.nothing());
    peer.sends(open(1));
    for (int i = 0; i < 5; i++) {
      server.passes(MiningServer.INACTIVITY.minus(TICK));
      peer.sends(share(i));
    }
    assertThat(peer.closeReason()).isNull();
    server.passes(MiningServer.INACTIVITY.plus(TICK));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.INACTIVE);
    assertThat(server.removed).contains("2 INACTIVE");
  }

  private static OpenStandardMiningChannelSuccess opened(long requestId) {
    return new OpenStandardMiningChannelSuccess(requestId, 1, U256.MAX, B032.EMPTY, 0);
  }

  static Stream<Arguments> misplaced() {
    return Stream.of(
        Arguments.of("from a server", Sv2Codec.encode(accepted(1))),
        Arguments.of("again", Sv2Codec.encode(new SetupConnectionSuccess(2, 0))),
        Arguments.of("of another subprotocol", Sv2Codec.encode(new RequestTransactionData(1))),
        Arguments.of("of an unknown type", Sv2Frame.of(0, 0xfe, new byte[4])),
        Arguments.of("truncated", Sv2Frame.of(0x8000, 0x1a, new byte[4])));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misplaced")
  void misplacedMessageEndsTheConnection(String what, Sv2Frame frame) {
    peer.sendsFrame(frame);
    peer.sends(share(1));
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.PROTOCOL_ERROR);
    assertThat(server.handled).isEmpty();
  }

  @Test
  void messagesOfExtensionsThatAreNotSpokenAreIgnored() {
    peer.sendsFrame(Sv2Frame.of(0x4b0f, 3, new byte[20]));
    peer.sends(share(1));
    assertThat(peer.hears()).isEmpty();
    assertThat(server.handled).containsExactly(share(1));
  }

  @Test
  void whatALeavingClientSentBeforeIsStillHandled() {
    Sinks.One<ResponseFromSv2Server> first = Sinks.one();
    server.answer =
        (client, message) ->
            message.equals(share(1)) ? first.asMono() : Mono.just(send(client, accepted(2)));
    peer.sends(share(1), share(2), share(3));
    peer.leaves();
    assertThat(server.removed).isEmpty();
    first.tryEmitValue(ResponseFromSv2Server.nothing());
    assertThat(server.handled).containsExactly(share(1), share(2), share(3));
    assertThat(server.removed).containsExactly("2 PEER_CLOSED");
  }

  @Test
  void handlerOfAClientThatHasLeftIsNotWaitedForForEver() {
    server.answer = (client, message) -> Mono.never();
    peer.sends(share(1));
    peer.leaves();
    server.passes(HANDLER.plus(TICK));
    assertThat(server.removed).containsExactly("2 PEER_CLOSED");
    assertThat(server.service.connections()).isEqualTo(1);
  }

  @Test
  void responseReachesTheClientThatItNames() {
    server.answer =
        (client, message) ->
            Mono.just(
                ResponseFromSv2Server.inOrder(
                    send(server.added.get(0), accepted(1)),
                    send(client, accepted(2), accepted(3)),
                    new ResponseFromSv2Server.Send(999, List.of(accepted(4))),
                    new ResponseFromSv2Server.Close(client.id(), CloseReason.local("done")),
                    send(client, accepted(5)),
                    send(server.added.get(0), accepted(6))));
    peer.sends(share(1));
    assertThat(good.hears()).containsExactly(accepted(1), accepted(6));
    assertThat(peer.hears()).containsExactly(accepted(2), accepted(3));
    assertThat(peer.closeReason()).isEqualTo(CloseReason.local("done"));
  }

  /** It may be a block that the client has found just before its line broke. */
  @Test
  void whatWasAnsweredIsDoneThoughTheClientLeavesMeanwhile() {
    server.answer =
        (client, message) ->
            Mono.just(
                ResponseFromSv2Server.inOrder(
                    new ResponseFromSv2Server.ForEachClient(
                        each -> send(each, accepted(each.id()))),
                    new ResponseFromSv2Server.Close(client.id(), CloseReason.local("done")),
                    send(server.added.get(0), accepted(9))));
    peer.sends(share(1));
    assertThat(good.hears()).containsExactly(accepted(1), accepted(9));
  }

  @Test
  void broadcastReachesEveryClientThatIsSetUpAndAFailureOnlyItsOwn() {
    TestPeer notYet = server.connects(new TestPeer());
    TestPeer third = server.client();
    server
        .service
        .apply(
            new RequestToSv2Server.CarryOut(
                new ResponseFromSv2Server.ForEachClient(
                    client -> {
                      if (client.id() == 2) {
                        throw new IllegalStateException("on purpose");
                      }
                      return send(client, accepted(client.id()));
                    })))
        .block(Duration.ofSeconds(10));
    assertThat(good.hears()).containsExactly(accepted(1));
    assertThat(third.hears()).containsExactly(accepted(4));
    assertThat(notYet.hears()).isEmpty();
    assertThat(peer.closeReason().kind()).isEqualTo(Kind.HANDLER_FAILED);
    assertThat(server.removed).containsExactly("2 HANDLER_FAILED");
  }

  @Test
  void messageFromTheApplicationIsHandledAsIfItHadCome() {
    server.answer = (client, message) -> Mono.just(send(client, accepted(8)));
    Sv2Client client = server.added.get(1);
    server
        .service
        .apply(new RequestToSv2Server.IncomingMessage(client, share(8)))
        .block(Duration.ofSeconds(10));
    assertThat(peer.hears()).containsExactly(accepted(8));
    peer.leaves();
    StepVerifier.create(
            server.service.apply(new RequestToSv2Server.IncomingMessage(client, share(9))))
        .expectErrorMessage(client + " is not connected any more")
        .verify(Duration.ofSeconds(10));
    assertThat(server.handled).containsExactly(share(8));
  }

  /** The handler's pace follows its peer's: answers that nobody reads are not made. */
  @Test
  void nextMessageWaitsUntilThePeerHasRoomForItsAnswer() {
    server.answer = (client, message) -> Mono.just(send(client, accepted(server.handled.size())));
    TestPeer slow = server.connects(new TestPeer(8, 0)).sends(TestPeer.setup());
    Sv2Message[] shares =
        LongStream.range(0, 20).mapToObj(TestPeer::share).toArray(Sv2Message[]::new);
    slow.sends(shares);
    assertThat(server.handled).hasSize(3);
    slow.reads(3);
    assertThat(server.handled).hasSizeBetween(4, 7);
    slow.reads(Long.MAX_VALUE);
    assertThat(server.handled).hasSize(20);
    assertThat(slow.hears()).hasSize(21);
    assertThat(slow.closeReason()).isNull();
  }

  @Test
  void peerThatIsToldMoreThanItsBoundIsClosed() {
    server.answer =
        (client, message) ->
            Mono.just(
                new ResponseFromSv2Server.Send(client.id(), Collections.nCopies(20, accepted(1))));
    TestPeer slow = server.connects(new TestPeer(8, 0)).sends(TestPeer.setup());
    slow.sends(share(1));
    assertThat(slow.closeReason().kind()).isEqualTo(Kind.SLOW_CONSUMER);
    assertThat(server.removed).containsExactly("3 SLOW_CONSUMER");
  }
}
