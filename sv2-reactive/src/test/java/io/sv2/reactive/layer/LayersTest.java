package io.sv2.reactive.layer;

import static io.sv2.reactive.layer.TestRequests.refused;
import static io.sv2.reactive.layer.TestRequests.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.layer.LayerException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LayersTest {
  private static final Duration ALLOWED = Duration.ofSeconds(5);

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

  private Sv2Layer<IncomingMessage, String> timeout() {
    return Layers.timeout(ALLOWED, time);
  }

  @Test
  void handlerThatDoesNotAnswerInTimeIsCancelled() {
    AtomicInteger cancelled = new AtomicInteger();
    var layered =
        timeout().wrap(request -> Mono.<String>never().doOnCancel(cancelled::incrementAndGet));
    CompletableFuture<String> answer = layered.apply(share()).toFuture();
    time.advanceTimeBy(ALLOWED.minusMillis(1));
    assertThat(answer).isNotDone();
    time.advanceTimeBy(Duration.ofMillis(1));
    assertThat(cancelled).hasValue(1);
    refused(Kind.TIMEOUT, "timeout: no answer in PT5S", () -> Mono.fromFuture(answer).block());
  }

  @Test
  void timeoutOfTheHandlersOwnIsNotTakenForTheLayers() {
    StepVerifier.create(
            timeout().wrap(request -> Mono.error(new TimeoutException("own"))).apply(share()))
        .verifyError(TimeoutException.class);
  }

  @Test
  void timeoutIsLongerThanNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> Layers.timeout(Duration.ZERO, time));
  }

  @Test
  void nothingIsHandledWhileThereIsTooMuchToDo() {
    AtomicBoolean overloaded = new AtomicBoolean(true);
    AtomicInteger calls = new AtomicInteger();
    var layered =
        Layers.<IncomingMessage, Integer>loadShed(overloaded::get)
            .wrap(request -> Mono.just(calls.incrementAndGet()));
    refused(Kind.SHED, "loadShed: overloaded", () -> layered.apply(share()).block());
    assertThat(calls).hasValue(0);
    overloaded.set(false);
    assertThat(layered.apply(share()).block()).isEqualTo(1);
  }

  @Test
  void refusalIsAnsweredAndOtherFailuresAreNot() {
    Sv2Layer<IncomingMessage, String> answered =
        Layers.onRefusal(
            (request, refused) -> Mono.just(request.client().id() + " " + refused.kind()));
    Sv2Layer<IncomingMessage, String> shed = Layers.loadShed(() -> true);
    assertThat(answered.around(shed).wrap(request -> Mono.never()).apply(share(7)).block())
        .isEqualTo("7 SHED");
    StepVerifier.create(
            answered.wrap(request -> Mono.error(new IllegalStateException())).apply(share()))
        .verifyError(IllegalStateException.class);
    refused(
        Kind.SHED,
        "loadShed",
        () -> shed.around(answered).wrap(request -> Mono.never()).apply(share()).block());
  }
}
