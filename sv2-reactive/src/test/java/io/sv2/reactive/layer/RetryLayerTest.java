package io.sv2.reactive.layer;

import static io.sv2.reactive.layer.TestRequests.closing;
import static io.sv2.reactive.layer.TestRequests.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.MessageType;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.handler.UnexpectedMessageException;
import io.sv2.reactive.layer.LayerException.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class RetryLayerTest {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 3;

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private Supplier<Throwable> failure = () -> new IllegalStateException("failure " + calls());
  private int calls;

  private int calls() {
    return calls;
  }

  private CompletableFuture<String> retried(IncomingMessage request, int succeeds) {
    return Layers.<IncomingMessage, String>retry(
            Set.of(MessageType.SUBMIT_SHARES_STANDARD), ATTEMPTS, FIRST, time)
        .wrap(
            each -> ++calls == succeeds ? Mono.just("answer " + calls) : Mono.error(failure.get()))
        .apply(request)
        .toFuture();
  }

  @Test
  void handlerThatFailsIsCalledAgainAfterPausesThatGrow() {
    CompletableFuture<String> answer = retried(share(), ATTEMPTS);
    time.advanceTimeBy(FIRST.minusMillis(1));
    assertThat(calls).isEqualTo(1);
    time.advanceTimeBy(FIRST.dividedBy(2).plusMillis(1)); // jitter makes it half longer at most
    assertThat(calls).isEqualTo(2);
    time.advanceTimeBy(FIRST.multipliedBy(3));
    assertThat(answer).isCompletedWithValue("answer 3");
  }

  @Test
  void lastFailureIsTheRequestsOwn() {
    CompletableFuture<String> answer = retried(share(), -1);
    time.advanceTimeBy(Duration.ofMinutes(1));
    assertThat(calls).isEqualTo(ATTEMPTS);
    assertThat(answer)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(Exception.class)
        .havingCause()
        .isInstanceOf(IllegalStateException.class)
        .withMessage("failure 3");
  }

  @Test
  void kindsNotGivenAreHandledOnce() {
    assertThat(retried(closing(), -1)).isCompletedExceptionally();
    time.advanceTimeBy(Duration.ofMinutes(1));
    assertThat(calls).isEqualTo(1);
  }

  static Stream<Throwable> finalFailures() {
    return Stream.of(
        new LayerException(Kind.SHED, "on purpose"),
        new UnexpectedMessageException(TestRequests.SHARE),
        new AssertionError("on purpose"));
  }

  @ParameterizedTest
  @MethodSource("finalFailures")
  void whatWillNotPassIsNotTriedAgain(Throwable error) {
    failure = () -> error;
    assertThat(retried(share(), -1)).isCompletedExceptionally();
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void cancelledWhileItWaitsNothingIsCalledAgain() {
    CompletableFuture<String> answer = retried(share(), -1);
    answer.cancel(true);
    time.advanceTimeBy(Duration.ofMinutes(1));
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void oneAttemptIsNoRetry() {
    Disposable once =
        Layers.<IncomingMessage, String>retry(
                Set.of(MessageType.SUBMIT_SHARES_STANDARD), 1, FIRST, time)
            .wrap(request -> Mono.error(new IllegalStateException("call " + ++calls)))
            .apply(share())
            .subscribe(answer -> {}, error -> {});
    assertThat(once.isDisposed()).isTrue();
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void attemptsAndBackoffAreInRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> Layers.retry(Set.of(), 0, FIRST, time));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layers.retry(Set.of(), Layers.MAX_ATTEMPTS + 1, FIRST, time));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layers.retry(Set.of(), 1, Duration.ZERO, time));
  }
}
