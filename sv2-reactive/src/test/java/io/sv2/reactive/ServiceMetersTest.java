package io.sv2.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.test.ConnectionPair;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What a server counts is right whatever else the JVM does meanwhile, and whoever runs it next. */
class ServiceMetersTest {
  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private Sv2ServerService<?, ?, ?> service() {
    return Sv2ServerService.newService(
        Sv2ServerServiceConfig.of(
                "small",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                null,
                ProtocolSupport.mining(0, 0))
            .withAdmission(AdmissionConfig.ofConnections(2))
            .withMeters(meters)
            .withTimer(time),
        Sv2MiningServerHandler.of(request -> Mono.never()),
        NullSv2JobDeclarationServerHandler.INSTANCE,
        NullSv2TemplateDistributionServerHandler.INSTANCE);
  }

  private void connect(Sv2ServerService<?, ?, ?> service, int connections) {
    for (int i = 0; i < connections; i++) {
      service.accept(ConnectionPair.plain().withTimer(time).connect().server());
    }
  }

  private double refused(Admission.Cause cause) {
    return meters
        .get("sv2.admission.refused")
        .tag("cause", cause.name().toLowerCase(Locale.ROOT))
        .counter()
        .count();
  }

  /** A registry holds what it reads values from only weakly. */
  private static void collectGarbage() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    while (garbage.get() != null) {
      System.gc();
    }
  }

  @Test
  @Timeout(60)
  void refusalsAreCountedAfterACollection() {
    Sv2ServerService<?, ?, ?> service = service();
    Disposable serving = service.startServing();
    connect(service, 3);
    assertThat(refused(Admission.Cause.CONNECTIONS)).isEqualTo(1);
    collectGarbage();
    connect(service, 4);
    assertThat(refused(Admission.Cause.CONNECTIONS)).isEqualTo(5);
    assertThat(meters.get("sv2.connections").tag("state", "setup").gauge().value()).isEqualTo(2);
    serving.dispose();
  }

  @Test
  void nextServiceOfTheNameCountsOn() {
    for (int run = 1; run <= 3; run++) {
      Sv2ServerService<?, ?, ?> service = service();
      Disposable serving = service.startServing();
      connect(service, 2 + run);
      serving.dispose();
    }
    assertThat(refused(Admission.Cause.CONNECTIONS)).isEqualTo(1 + 2 + 3);
  }

  @Test
  void boundThatNobodyHasReachedIsShown() {
    Disposable serving = service().startServing();
    for (Admission.Cause cause : Admission.Cause.values()) {
      assertThat(refused(cause)).isZero();
    }
    serving.dispose();
  }

  @Test
  void connectionThatIsRefusedLaterCounts() {
    Admission admission = new Admission(AdmissionConfig.DEFAULT);
    StringBuilder told = new StringBuilder();
    admission.onRefusals(told::append);
    admission.admit(null, ConnectionState.HANDSHAKE).refuseLater(Admission.Cause.HANDSHAKE_QUEUE);
    assertThat(told).hasToString("HANDSHAKE_QUEUE");
  }
}
