package io.sv2.reactive;

import static io.sv2.reactive.ClientFixture.SOON;
import static io.sv2.reactive.ClientFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Protocol;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2MiningClientHandler;
import io.sv2.reactive.handler.NullSv2MiningServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionClientHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.sibling.SiblingException;
import io.sv2.reactive.sibling.SiblingException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class SiblingPairTest {
  private static final int CAPACITY = 64;
  private static final int IN_FLIGHT = 32;
  private static final Duration BRIEFLY = Duration.ofMillis(300);

  private final SiblingPair pair = new SiblingPair(CAPACITY, SOON);

  @AfterEach
  void close() {
    pair.close();
  }

  @Test
  void siblingsThatAreStartedAgainAnswerAgain() {
    assertThat(pair.clientAsks(1).block(SOON)).isEqualTo(1);
    pair.runningServer.dispose();
    pair.runningClient.dispose();
    StepVerifier.create(pair.clientAsks(2))
        .verifyErrorSatisfies(
            error -> assertThat(((SiblingException) error).kind()).isEqualTo(Kind.STOPPED));
    var server = pair.server.start().block(SOON);
    var client = pair.client.start().block(SOON);
    assertThat(pair.clientAsks(3).block(SOON)).isEqualTo(3);
    assertThat(pair.serverAsks(4).block(SOON)).isEqualTo(4);
    pair.runningServer.dispose(); // of an earlier life
    assertThat(pair.clientAsks(5).block(SOON)).isEqualTo(5);
    server.dispose();
    client.dispose();
  }

  @Test
  void failedStartCanBeMadeGood() {
    StepVerifier.create(pair.server.start()) // it runs already
        .verifyError(IllegalStateException.class);
    assertThat(pair.clientAsks(1).block(SOON)).isEqualTo(1);
    assertThat(pair.serverAsks(1).block(SOON)).isEqualTo(1);
  }

  @Test
  void manyRequestsBothWaysAtOnceAreEachAnsweredOnce() {
    int many = 10_000;
    Mono.zip(all(many, pair::serverAsks), all(many, pair::clientAsks))
        .doOnNext(
            answers -> {
              assertThat(answers.getT1()).isEqualTo(numbers(many));
              assertThat(answers.getT2()).isEqualTo(numbers(many));
            })
        .block(SOON);
    assertThat(pair.askedOfClient()).isEqualTo(numbers(many));
    assertThat(pair.askedOfServer).containsExactlyElementsOf(numbers(many));
  }

  @Test
  void requestsFromSeveralThreadsAtOnceAreEachAnsweredOnce() {
    int each = 2_500;
    Flux.range(0, 4)
        .flatMap(
            asker ->
                Flux.range(asker * each, each)
                    .flatMapSequential(number -> pair.clientAsks(number), IN_FLIGHT / 4)
                    .collectList()
                    .subscribeOn(Schedulers.boundedElastic()))
        .flatMapIterable(answers -> answers)
        .sort()
        .collectList()
        .doOnNext(answers -> assertThat(answers).isEqualTo(numbers(4 * each)))
        .block(SOON);
    assertThat(pair.askedOfServer).hasSize(4 * each).doesNotHaveDuplicates();
  }

  @Test
  void serversHandlerThatAsksBackIsAnswered() {
    pair.serverAnswer =
        message ->
            pair.serverAsks(1_000 + SiblingPair.number(message)).map(SiblingPair::serverAnswer);
    Mono.zip(all(100, pair::clientAsks), all(100, pair::serverAsks))
        .doOnNext(
            answers ->
                assertThat(answers.getT1())
                    .isEqualTo(LongStream.range(1_000, 1_100).boxed().toList()))
        .block(SOON);
    assertThat(pair.askedOfClient()).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void clientsHandlerThatAsksBackIsAnswered() {
    pair.clientHandler.answer =
        message ->
            pair.clientAsks(1_000 + SiblingPair.number(message)).map(SiblingPair::clientAnswer);
    Mono.zip(all(100, pair::serverAsks), all(100, pair::clientAsks))
        .doOnNext(
            answers ->
                assertThat(answers.getT1())
                    .isEqualTo(LongStream.range(1_000, 1_100).boxed().toList()))
        .block(SOON);
    assertThat(pair.askedOfServer).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void askingTheSiblingAsAResponseIsDoneBeforeTheAnswerComes() {
    pair.serverAnswer =
        message -> Mono.just(new ResponseFromSv2Server.AskSibling(SiblingPair.toClient(7)));
    assertThat(
            pair.client
                .apply(
                    new RequestToSv2Client.SendRequestToSiblingServerService(
                        SiblingPair.toServer(1)))
                .block(SOON))
        .isInstanceOf(ResponseFromSv2Client.FromSibling.class);
    assertThat(pair.askedOfClient()).containsExactly(7L);

    pair.clientHandler.answer =
        message -> Mono.just(new ResponseFromSv2Client.AskSibling(SiblingPair.toServer(8)));
    pair.serverAnswer = message -> Mono.just(SiblingPair.serverAnswer(0));
    pair.server
        .apply(new RequestToSv2Server.SendRequestToSiblingClientService(SiblingPair.toClient(2)))
        .block(SOON);
    assertThat(pair.askedOfServer).containsExactly(1L, 8L);
  }

  /** Each takes one request after the other, so this cannot be answered; but it has to end. */
  @Test
  void handlersThatWaitForEachOtherFailTypedAndTrafficGoesOn() {
    try (SiblingPair brief = new SiblingPair(CAPACITY, BRIEFLY)) {
      brief.serverAnswer = message -> brief.serverAsks(2).map(SiblingPair::serverAnswer);
      brief.clientHandler.answer = message -> brief.clientAsks(3).map(SiblingPair::clientAnswer);
      StepVerifier.create(brief.clientAsks(1))
          .expectErrorSatisfies(error -> isOfKind(error, Kind.TIMEOUT))
          .verify(SOON);
      brief.serverAnswer = message -> Mono.just(SiblingPair.serverAnswer(4));
      brief.clientHandler.answer = message -> Mono.just(SiblingPair.clientAnswer(5));
      soon(() -> answered(brief.clientAsks(9), 4));
      soon(() -> answered(brief.serverAsks(9), 5));
    }
  }

  @Test
  void errorOfTheSiblingsHandlerReachesTheAsker() {
    pair.serverAnswer = message -> Mono.error(new IllegalStateException("on purpose"));
    StepVerifier.create(pair.clientAsks(1)).expectErrorMessage("on purpose").verify(SOON);
    StepVerifier.create(
            pair.server.apply(
                new RequestToSv2Server.SendRequestToSiblingClientService(
                    new RequestToSv2Client.SendMessage(
                        Protocol.TEMPLATE_DISTRIBUTION, new RequestTransactionData(1)))))
        .expectError(NotConnectedException.class)
        .verify(SOON);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void siblingThatStoppedFailsWhoWaitsAndWhoAsksLater(boolean server) {
    pair.serverAnswer = message -> Mono.never();
    pair.clientHandler.answer = message -> Mono.never();
    LongFunction<Mono<Long>> asks = server ? pair::clientAsks : pair::serverAsks;
    var waiting = List.of(asks.apply(1).toFuture(), asks.apply(2).toFuture());
    soon(() -> pair.askedOfServer.size() + pair.clientHandler.messages.size() == 1);
    (server ? pair.runningServer : pair.runningClient).dispose();
    for (var asked : waiting) {
      StepVerifier.create(Mono.fromFuture(asked))
          .expectErrorSatisfies(error -> isOfKind(error, Kind.STOPPED))
          .verify(SOON);
    }
    StepVerifier.create(asks.apply(3))
        .expectErrorSatisfies(error -> isOfKind(error, Kind.STOPPED))
        .verify(SOON);
  }

  @Test
  void serviceWithoutASiblingSaysSo() {
    var client =
        Sv2ClientService.newService(
            Sv2ClientServiceConfig.of("alone"),
            NullSv2MiningClientHandler.INSTANCE,
            NullSv2JobDeclarationClientHandler.INSTANCE,
            NullSv2TemplateDistributionClientHandler.INSTANCE);
    StepVerifier.create(
            client.apply(
                new RequestToSv2Client.SendRequestToSiblingServerService(SiblingPair.toServer(1))))
        .expectErrorSatisfies(error -> isOfKind(error, Kind.NO_SIBLING))
        .verify(SOON);
    var server =
        Sv2ServerService.newService(
            Sv2ServerServiceConfig.of(
                "alone", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null),
            NullSv2MiningServerHandler.INSTANCE,
            NullSv2JobDeclarationServerHandler.INSTANCE,
            NullSv2TemplateDistributionServerHandler.INSTANCE);
    StepVerifier.create(
            server.apply(
                new RequestToSv2Server.SendRequestToSiblingClientService(SiblingPair.toClient(1))))
        .expectErrorSatisfies(error -> isOfKind(error, Kind.NO_SIBLING))
        .verify(SOON);
  }

  /** Asks from a thread of its own, never more at once than the capacity; answers in order. */
  private static Mono<List<Long>> all(int many, LongFunction<Mono<Long>> asks) {
    return Flux.range(0, many)
        .flatMapSequential(number -> asks.apply(number), IN_FLIGHT)
        .collectList()
        .subscribeOn(Schedulers.boundedElastic());
  }

  private static List<Long> numbers(int many) {
    return LongStream.range(0, many).boxed().toList();
  }

  private static boolean answered(Mono<Long> asked, long answer) {
    return Long.valueOf(answer).equals(asked.onErrorComplete().block(SOON));
  }

  private static void isOfKind(Throwable error, Kind kind) {
    assertThat(error).isInstanceOf(SiblingException.class);
    assertThat(((SiblingException) error).kind()).isEqualTo(kind);
  }
}
