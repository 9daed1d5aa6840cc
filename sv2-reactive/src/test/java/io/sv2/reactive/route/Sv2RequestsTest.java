package io.sv2.reactive.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.template.RequestTransactionData;
import io.sv2.codec.template.RequestTransactionDataError;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.route.RequestFailedException.Kind;
import io.sv2.reactive.test.ConnectionPair;
import io.sv2.reactive.test.ScriptedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

class Sv2RequestsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final ConnectionPair.Ends ends = ConnectionPair.plain().withTimer(time).connect();
  private final ScriptedPeer server = ScriptedPeer.of(ends.server(), Duration.ZERO, Long.MAX_VALUE);
  private final Sv2Requests requests = new Sv2Requests(ends.client(), 3, TIMEOUT, time);
  private final List<Sv2Message> rest = new ArrayList<>();

  Sv2RequestsTest() {
    ends.client()
        .inbound()
        .transform(Sv2Streams.messages())
        .transform(requests::rest)
        .subscribe(rest::add);
  }

  private static OpenStandardMiningChannel open(long id) {
    return new OpenStandardMiningChannel(id, Str0255.of("user"), 1e12f, U256.MAX);
  }

  private static OpenMiningChannelError refused(long id) {
    return new OpenMiningChannelError(id, Str0255.of("unknown-user"));
  }

  private CompletableFuture<Sv2Message> ask(Sv2Message request) {
    return requests.ask(request).toFuture();
  }

  private static void failed(CompletableFuture<?> asked, Kind kind) {
    assertThat(asked).isCompletedExceptionally();
    assertThatThrownBy(asked::join)
        .cause()
        .isInstanceOfSatisfying(
            RequestFailedException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void answersFindTheirRequestsInWhateverOrder() {
    var first = ask(open(1));
    var second = ask(open(2));
    var data = ask(new RequestTransactionData(1));
    server.expects(open(1), open(2), new RequestTransactionData(1));
    RequestTransactionDataError noData =
        new RequestTransactionDataError(1, Str0255.of("template-id-not-found"));
    server.sends(refused(2), noData, new CloseChannel(1, Str0255.EMPTY), refused(1));
    assertThat(first).isCompletedWithValue(refused(1));
    assertThat(second).isCompletedWithValue(refused(2));
    assertThat(data).isCompletedWithValue(noData);
    assertThat(rest).containsExactly(new CloseChannel(1, Str0255.EMPTY));
    assertThat(requests.waiting()).isZero();
  }

  @Test
  void answerThatDoesNotComeInTimeIsAnErrorAndALateOneIsTheRests() {
    var asked = ask(open(1));
    time.advanceTimeBy(TIMEOUT);
    failed(asked, Kind.TIMEOUT);
    server.sends(refused(1));
    assertThat(rest).containsExactly(refused(1));
    assertThat(requests.waiting()).isZero();
  }

  @Test
  void whoHearsOfATimeoutMayAskWithTheSameIdAtOnce() {
    var asked = requests.ask(open(1)).retry(1).toFuture();
    time.advanceTimeBy(TIMEOUT);
    assertThat(asked).isNotDone();
    server.expects(open(1), open(1)).sends(refused(1));
    assertThat(asked).isCompletedWithValue(refused(1));
  }

  @Test
  void onlySoManyWaitAndNoIdTwice() {
    ask(open(1));
    failed(ask(open(1)), Kind.DUPLICATE_ID);
    ask(open(2));
    ask(open(3));
    failed(ask(open(4)), Kind.TOO_MANY);
    server.sends(refused(1));
    assertThat(ask(open(4))).isNotDone();
  }

  @Test
  void whoCancelsIsForgotten() {
    Disposable asked = requests.ask(open(1)).subscribe();
    asked.dispose();
    assertThat(requests.waiting()).isZero();
    assertThat(ask(open(1))).isNotDone();
  }

  @Test
  void endOfTheConnectionFailsWhoWaitsAndWhoAsksLater() {
    var asked = ask(open(1));
    server.closes();
    failed(asked, Kind.ENDED);
    failed(ask(open(2)), Kind.ENDED);
    assertThat(requests.waiting()).isZero();
  }

  @Test
  void whatIsNoRequestIsNotAsked() {
    failed(ask(new CloseChannel(1, Str0255.EMPTY)), Kind.NO_REQUEST);
    assertThat(IntStream.range(0, 70_000).map(i -> requests.newRequestId()).distinct().count())
        .isEqualTo(65_536);
    ends.client().close(CloseReason.local("done"));
  }
}
