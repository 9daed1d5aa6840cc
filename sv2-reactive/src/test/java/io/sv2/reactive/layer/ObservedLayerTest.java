package io.sv2.reactive.layer;

import static io.sv2.reactive.layer.TestRequests.share;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.sv2.codec.Protocol;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ObservedLayerTest {
  private static final String SHARE = "sv2.request message=SubmitSharesStandard,protocol=MINING";

  private final List<String> told = new ArrayList<>();
  private final ObservationRegistry registry = ObservationRegistry.create();

  ObservedLayerTest() {
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<Observation.Context>() {
              @Override
              public void onStop(Observation.Context context) {
                told.add(
                    context.getName()
                        + " "
                        + context.getLowCardinalityKeyValues().stream()
                            .map(ObservedLayerTest::shown)
                            .sorted()
                            .collect(Collectors.joining(","))
                        + (context.getError() == null
                            ? ""
                            : " " + context.getError().getMessage()));
              }

              @Override
              public void onEvent(Observation.Event event, Observation.Context context) {
                told.add(event.getName());
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return true;
              }
            });
  }

  private static String shown(KeyValue label) {
    return label.getKey() + "=" + label.getValue();
  }

  private Function<IncomingMessage, Mono<String>> observed(Mono<String> answer) {
    return Layers.<IncomingMessage, String>observed(registry).wrap(request -> answer);
  }

  @Test
  void requestIsOneObservationThatEndsBeforeTheAnswerIsHeard() {
    observed(Mono.just("answer")).apply(share()).doOnNext(told::add).block();
    assertThat(told).containsExactly(SHARE, "answer");
  }

  @Test
  void failureAndCancellingAreTold() {
    observed(Mono.error(new IllegalStateException("on purpose")))
        .apply(share())
        .onErrorComplete()
        .block();
    observed(Mono.never()).apply(share()).subscribe().dispose();
    assertThat(told).containsExactly(SHARE + " on purpose", "cancelled", SHARE);
  }

  @Test
  void vendorsMessagesShareOneLabel() {
    observed(Mono.empty())
        .apply(TestRequests.of(1, Protocol.MINING, new VendorSecret(null, null, 0)))
        .block();
    assertThat(told).containsExactly("sv2.request message=vendor,protocol=MINING");
  }

  @Test
  void observationIsCurrentWhileTheHandlerIsCalledAndItsParentIsTheContexts() {
    Observation parent = Observation.start("parent", registry);
    List<Observation> current = new ArrayList<>();
    Layers.<IncomingMessage, String>observed(registry)
        .wrap(
            request -> {
              current.add(registry.getCurrentObservation());
              return Mono.deferContextual(
                  context -> {
                    current.add(context.get(Observed.KEY));
                    return Mono.empty();
                  });
            })
        .apply(share())
        .contextWrite(context -> context.put(Observed.KEY, parent))
        .block();
    assertThat(current.get(0).getContext().getParentObservation()).isSameAs(parent);
    assertThat(current.get(1)).isSameAs(current.get(0));
    assertThat(registry.getCurrentObservation()).isNull();
  }
}
