package io.sv2.reactive.layer;

import static io.sv2.reactive.layer.TestRequests.refused;
import static io.sv2.reactive.layer.TestRequests.share;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.handler.UnexpectedMessageException;
import io.sv2.reactive.layer.LayerException.Kind;
import io.sv2.reactive.support.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class CircuitBreakerLayerTest {
  private static final int WINDOW = 4;
  private static final Duration OPEN = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final CircuitBreakerConfig config =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(WINDOW)
          .minimumNumberOfCalls(WINDOW)
          .permittedNumberOfCallsInHalfOpenState(1)
          .waitDurationInOpenState(OPEN)
          .ignoreExceptions(ArithmeticException.class)
          .clock(clock)
          .build();
  private Supplier<Mono<String>> answer = () -> Mono.just("answer");
  private int calls;
  private final Function<IncomingMessage, Mono<String>> layered =
      LimitLayers.<IncomingMessage, String>circuitBreaker(config).wrap(request -> handled());

  private Mono<String> handled() {
    calls++;
    return answer.get();
  }

  private void fails(int times, Exception failure) {
    answer = () -> Mono.error(failure);
    for (int i = 0; i < times; i++) {
      StepVerifier.create(layered.apply(share())).verifyErrorMatches(error -> error == failure);
    }
  }

  private void isOpen() {
    int before = calls;
    refused(Kind.CIRCUIT_OPEN, "circuitBreaker: ", () -> layered.apply(share()).block());
    assertThat(calls).isEqualTo(before);
  }

  @Test
  void handlerThatFailsTooOftenIsLeftInPeaceForATime() {
    fails(WINDOW, new IllegalStateException("on purpose"));
    isOpen();
    clock.advance(OPEN.plusMillis(1));
    answer = () -> Mono.just("answer");
    assertThat(layered.apply(share()).block()).isEqualTo("answer");
    assertThat(layered.apply(share()).block()).isEqualTo("answer");
  }

  @Test
  void trialThatIsCancelledLeavesRoomForTheNext() {
    fails(WINDOW, new IllegalStateException("on purpose"));
    clock.advance(OPEN.plusMillis(1));
    answer = Mono::never;
    for (int i = 0; i < 10_000; i++) {
      layered.apply(share()).subscribe().dispose();
    }
    var trial = layered.apply(share()).subscribe();
    isOpen();
    trial.dispose();
    answer = () -> Mono.just("answer");
    assertThat(layered.apply(share()).block()).isEqualTo("answer");
  }

  @Test
  void whatThePeerDoesWrongAndWhatIsIgnoredNeverCounts() {
    fails(WINDOW, new UnexpectedMessageException(TestRequests.SHARE));
    fails(WINDOW, new ArithmeticException("on purpose"));
    answer = () -> Mono.just("answer");
    assertThat(layered.apply(share()).block()).isEqualTo("answer");
  }

  @Test
  void handlersOwnBreakerIsNotTakenForTheLayers() {
    CircuitBreaker own = CircuitBreaker.ofDefaults("own");
    fails(1, CallNotPermittedException.createCallNotPermittedException(own));
  }
}
