package io.sv2.reactive.layer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.support.LogLines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class LoggedTest {
  private static final String SECRET = "bc1qsecret.worker";

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.sv2.reactive.logged-test");
  private final LogLines lines = new LogLines();
  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

  LoggedTest() {
    logger.setLevel(Level.DEBUG);
  }

  @AfterEach
  void close() {
    lines.close();
  }

  private static IncomingMessage open() {
    return Requests.of(7, new OpenStandardMiningChannel(3, Str0255.of(SECRET), 1e12f, U256.MAX));
  }

  private Function<IncomingMessage, Mono<String>> logged(
      Redaction redaction, Function<IncomingMessage, Mono<String>> handler) {
    return new Logged<IncomingMessage, String>(logger, redaction, time).wrap(handler);
  }

  @Test
  void lineSaysWhoWhatAndHowItEndedAndNothingThatAPersonChose() {
    logged(Redaction.STRICT, request -> Mono.just("done")).apply(open()).block();
    assertThat(lines.lines())
        .singleElement()
        .asString()
        .contains("client 7 OpenStandardMiningChannel[requestId=3 userIdentity=? ")
        .contains("answered after 0 us")
        .doesNotContain(SECRET);
  }

  @Test
  void errorAndCancellationAreSaidToo() {
    Function<IncomingMessage, Mono<String>> failing =
        logged(Redaction.STRICT, request -> Mono.error(new IllegalStateException(SECRET)));
    failing.apply(open()).onErrorComplete().block();
    logged(Redaction.STRICT, request -> Mono.never()).apply(open()).subscribe().dispose();
    assertThat(lines.lines()).hasSize(2);
    assertThat(lines.lines().toString())
        .contains("IllegalStateException", "cancelled")
        .doesNotContain(SECRET);
  }

  @Test
  void whoShowsAPeersTextShowsItOnOneLine() {
    SetupConnection setup =
        new SetupConnection(
            0,
            2,
            2,
            0,
            Str0255.of("h\u202eost"),
            1,
            Str0255.of("v"),
            Str0255.EMPTY,
            Str0255.EMPTY,
            Str0255.EMPTY);
    logged(field -> true, request -> Mono.just("done")).apply(Requests.of(1, setup)).block();
    assertThat(lines.lines().toString()).contains("h\\u202eost").doesNotContain("\u202e");
  }

  @Test
  void observationsHaveAFixedNumberOfNames() {
    List<String> observed = new ArrayList<>();
    ObservationRegistry registry = ObservationRegistry.create();
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<Observation.Context>() {
              @Override
              public void onStop(Observation.Context context) {
                observed.add(
                    context.getName()
                        + context.getLowCardinalityKeyValues()
                        + (context.getError() == null ? "" : " failed"));
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return true;
              }
            });
    Observed<IncomingMessage, String> layer = new Observed<>(registry);
    layer.wrap(request -> Mono.just("done")).apply(open()).block();
    layer
        .wrap(
            request -> {
              throw new IllegalStateException("on purpose");
            })
        .apply(Requests.share(1))
        .onErrorComplete()
        .block();
    assertThat(observed)
        .containsExactly(
            "sv2.handler[keyValue(message=OpenStandardMiningChannel),"
                + "keyValue(protocol=mining)]",
            "sv2.handler[keyValue(message=SubmitSharesStandard),keyValue(protocol=mining)]"
                + " failed");
  }
}
