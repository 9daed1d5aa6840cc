package io.sv2.reactive.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.sv2.reactive.layer.LayerException.Kind;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What layers inside a circuit breaker refuse. */
class CircuitBreakerRefusalsTest {
  private static final CircuitBreakerConfig QUICK =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(2)
          .minimumNumberOfCalls(2)
          .waitDurationInOpenState(Duration.ofDays(1))
          .build();

  private static Kind last(Kind refused) {
    Function<String, Mono<String>> handler =
        LimitLayers.<String, String>circuitBreaker(QUICK)
            .wrap(request -> Mono.error(new LayerException(refused, "inside")));
    for (int i = 0; i < 5; i++) {
      handler.apply("request").onErrorComplete().block();
    }
    Kind[] last = new Kind[1];
    StepVerifier.create(handler.apply("request"))
        .expectErrorSatisfies(error -> last[0] = ((LayerException) error).kind())
        .verify();
    return last[0];
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"TIMEOUT", "CIRCUIT_OPEN"})
  void refusalsDoNotOpenIt(Kind refused) {
    assertThat(last(refused)).isEqualTo(refused);
  }

  /** The lock-free window of Resilience4j fails at the second call of such a one. */
  @Test
  void windowOfOneCallWorks() {
    var layer =
        LimitLayers.<String, String>circuitBreaker(
            CircuitBreakerConfig.custom()
                .slidingWindowSize(1)
                .minimumNumberOfCalls(1)
                .permittedNumberOfCallsInHalfOpenState(1)
                .build());
    var handler = layer.wrap(Mono::just);
    for (int i = 0; i < 5; i++) {
      StepVerifier.create(handler.apply("again")).expectNext("again").verifyComplete();
    }
  }

  @Test
  void timeoutsDo() {
    assertThat(last(Kind.TIMEOUT)).isEqualTo(Kind.CIRCUIT_OPEN);
  }
}
