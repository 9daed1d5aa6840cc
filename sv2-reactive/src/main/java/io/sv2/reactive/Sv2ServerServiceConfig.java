package io.sv2.reactive;

import io.micrometer.core.instrument.MeterRegistry;
import io.sv2.codec.Protocol;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.RequestToSv2Server.IncomingMessage;
import io.sv2.reactive.layer.Sv2Layer;
import io.sv2.reactive.sibling.SiblingConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How a server service listens, what it speaks, and its bounds.
 *
 * @param name of the service, for logs
 * @param listenAddress where; port 0 picks a free one
 * @param noise identity to serve under; null serves unencrypted
 * @param protocols what it speaks; a handler is needed for each
 * @param admission how many connections are let in
 * @param setupTimeout from the (decrypted) connection to SetupConnection
 * @param handlerTimeout for a handler's answer to one message
 * @param prefetch messages of a client taken from its socket ahead of its handler
 * @param connection bounds of each connection
 * @param sibling bounds of the traffic with a sibling
 * @param extensions which extensions are offered and required
 * @param layers around all handlers; {@code Sv2Layers} puts them on subprotocols or messages
 * @param meters where metrics go; null keeps none
 * @param timer measures all of the service's deadlines
 */
public record Sv2ServerServiceConfig(
    String name,
    InetSocketAddress listenAddress,
    @Nullable NoiseResponderConfig noise,
    List<ProtocolSupport> protocols,
    AdmissionConfig admission,
    Duration setupTimeout,
    Duration handlerTimeout,
    int prefetch,
    ConnectionConfig connection,
    SiblingConfig sibling,
    ExtensionsConfig extensions,
    Sv2Layer<IncomingMessage, ResponseFromSv2Server> layers,
    @Nullable MeterRegistry meters,
    Scheduler timer) {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is not positive or a subprotocol stands twice
   */
  public Sv2ServerServiceConfig {
    protocols = List.copyOf(protocols);
    if (protocols.stream().map(ProtocolSupport::protocol).distinct().count() != protocols.size()) {
      throw new IllegalArgumentException("protocols: each at most once, not " + protocols);
    }
    Limits.positive("setupTimeout", setupTimeout);
    Limits.positive("handlerTimeout", handlerTimeout);
    Limits.positive("prefetch", prefetch);
  }

  /** With the default bounds: 10,000 connections, 10 s to set up, 30 s for a handler. */
  public static Sv2ServerServiceConfig of(
      String name,
      InetSocketAddress listenAddress,
      @Nullable NoiseResponderConfig noise,
      ProtocolSupport... protocols) {
    return new Sv2ServerServiceConfig(
        name,
        listenAddress,
        noise,
        List.of(protocols),
        AdmissionConfig.DEFAULT,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        32,
        ConnectionConfig.DEFAULT,
        SiblingConfig.DEFAULT,
        ExtensionsConfig.NONE,
        Sv2Layer.none(),
        null,
        Schedulers.parallel());
  }

  /** What is configured for {@code protocol}. */
  public Optional<ProtocolSupport> support(Protocol protocol) {
    return protocols.stream().filter(p -> p.protocol() == protocol).findFirst();
  }

  /** A copy with other deadlines for setting up and for handlers. */
  public Sv2ServerServiceConfig withTimeouts(Duration setup, Duration handler) {
    return with(
        values -> {
          values.setupTimeout = setup;
          values.handlerTimeout = handler;
        });
  }

  /** A copy that takes so many messages of a client ahead of its handler. */
  public Sv2ServerServiceConfig withPrefetch(int other) {
    return with(values -> values.prefetch = other);
  }

  /** A copy with other bounds for each connection. */
  public Sv2ServerServiceConfig withConnection(ConnectionConfig other) {
    return with(values -> values.connection = other);
  }

  /** A copy that lets in others. */
  public Sv2ServerServiceConfig withAdmission(AdmissionConfig other) {
    return with(values -> values.admission = other);
  }

  /** A copy with other bounds for the traffic with a sibling. */
  public Sv2ServerServiceConfig withSibling(SiblingConfig other) {
    return with(values -> values.sibling = other);
  }

  /** A copy with other extensions. */
  public Sv2ServerServiceConfig withExtensions(ExtensionsConfig other) {
    return with(values -> values.extensions = other);
  }

  /** A copy with other layers around all handlers. */
  public Sv2ServerServiceConfig withLayers(Sv2Layer<IncomingMessage, ResponseFromSv2Server> other) {
    return with(values -> values.layers = other);
  }

  /** A copy that keeps metrics. */
  public Sv2ServerServiceConfig withMeters(MeterRegistry other) {
    return with(values -> values.meters = other);
  }

  /** A copy whose deadlines run on {@code other}, a virtual clock for one. */
  public Sv2ServerServiceConfig withTimer(Scheduler other) {
    return with(values -> values.timer = other);
  }

  private Sv2ServerServiceConfig with(Consumer<Values> change) {
    Values values = new Values(this);
    change.accept(values);
    return values.config();
  }

  /** The components of a copy while it is made. */
  private static final class Values {
    String name;
    InetSocketAddress listenAddress;
    @Nullable NoiseResponderConfig noise;
    List<ProtocolSupport> protocols;
    AdmissionConfig admission;
    Duration setupTimeout;
    Duration handlerTimeout;
    int prefetch;
    ConnectionConfig connection;
    SiblingConfig sibling;
    ExtensionsConfig extensions;
    Sv2Layer<IncomingMessage, ResponseFromSv2Server> layers;
    @Nullable MeterRegistry meters;
    Scheduler timer;

    Values(Sv2ServerServiceConfig of) {
      name = of.name;
      listenAddress = of.listenAddress;
      noise = of.noise;
      protocols = of.protocols;
      admission = of.admission;
      setupTimeout = of.setupTimeout;
      handlerTimeout = of.handlerTimeout;
      prefetch = of.prefetch;
      connection = of.connection;
      sibling = of.sibling;
      extensions = of.extensions;
      layers = of.layers;
      meters = of.meters;
      timer = of.timer;
    }

    Sv2ServerServiceConfig config() {
      return new Sv2ServerServiceConfig(
          name,
          listenAddress,
          noise,
          protocols,
          admission,
          setupTimeout,
          handlerTimeout,
          prefetch,
          connection,
          sibling,
          extensions,
          layers,
          meters,
          timer);
    }
  }
}
