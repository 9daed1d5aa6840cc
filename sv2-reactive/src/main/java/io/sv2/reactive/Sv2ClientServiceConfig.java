package io.sv2.reactive;

import io.micrometer.core.instrument.MeterRegistry;
import io.sv2.reactive.RequestToSv2Client.IncomingMessage;
import io.sv2.reactive.layer.Sv2Layer;
import io.sv2.reactive.sibling.SiblingConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Whom a client service connects to, and its bounds.
 *
 * @param name of the service, for logs
 * @param upstreams one for each subprotocol; a handler is needed for each
 * @param setupTimeout from the connection to the answer to SetupConnection
 * @param handlerTimeout for a handler's answer to one message
 * @param reconnect how it goes on when a connection fails or ends
 * @param prefetch messages taken from the socket ahead of the handler
 * @param connection bounds of each connection
 * @param sibling bounds of the traffic with a sibling
 * @param extensions which extensions are asked for and required
 * @param layers around all handlers; {@code Sv2Layers} puts them on subprotocols or messages
 * @param meters where metrics go; null keeps none
 * @param timer measures all of the service's deadlines
 */
public record Sv2ClientServiceConfig(
    String name,
    List<UpstreamConfig> upstreams,
    Duration setupTimeout,
    Duration handlerTimeout,
    ReconnectConfig reconnect,
    int prefetch,
    ConnectionConfig connection,
    SiblingConfig sibling,
    ExtensionsConfig extensions,
    Sv2Layer<IncomingMessage, ResponseFromSv2Client> layers,
    @Nullable MeterRegistry meters,
    Scheduler timer) {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is exceeded or a subprotocol stands twice
   */
  public Sv2ClientServiceConfig {
    upstreams = List.copyOf(upstreams);
    if (upstreams.stream().map(UpstreamConfig::protocol).distinct().count() != upstreams.size()) {
      throw new IllegalArgumentException("upstreams: one for each subprotocol");
    }
    Limits.positive("setupTimeout", setupTimeout);
    Limits.positive("handlerTimeout", handlerTimeout);
    Limits.positive("prefetch", prefetch);
  }

  /** With the default bounds: 10 s to set up, 30 s for a handler, pauses of 200 ms to 30 s. */
  public static Sv2ClientServiceConfig of(String name, UpstreamConfig... upstreams) {
    return new Sv2ClientServiceConfig(
        name,
        List.of(upstreams),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        ReconnectConfig.DEFAULT,
        32,
        ConnectionConfig.DEFAULT,
        SiblingConfig.DEFAULT,
        ExtensionsConfig.NONE,
        Sv2Layer.none(),
        null,
        Schedulers.parallel());
  }

  /** A copy with other deadlines for setting up and for handlers. */
  public Sv2ClientServiceConfig withTimeouts(Duration setup, Duration handler) {
    return with(
        values -> {
          values.setupTimeout = setup;
          values.handlerTimeout = handler;
        });
  }

  /** A copy with other pauses and another way to fall back. */
  public Sv2ClientServiceConfig withReconnect(ReconnectConfig other) {
    return with(values -> values.reconnect = other);
  }

  /** A copy with other bounds for each connection. */
  public Sv2ClientServiceConfig withConnection(ConnectionConfig other) {
    return with(values -> values.connection = other);
  }

  /** A copy with other extensions. */
  public Sv2ClientServiceConfig withExtensions(ExtensionsConfig other) {
    return with(values -> values.extensions = other);
  }

  /** A copy with other layers around all handlers. */
  public Sv2ClientServiceConfig withLayers(Sv2Layer<IncomingMessage, ResponseFromSv2Client> other) {
    return with(values -> values.layers = other);
  }

  /** A copy that keeps metrics. */
  public Sv2ClientServiceConfig withMeters(MeterRegistry other) {
    return with(values -> values.meters = other);
  }

  /** A copy whose deadlines run on {@code other}, a virtual clock for one. */
  public Sv2ClientServiceConfig withTimer(Scheduler other) {
    return with(values -> values.timer = other);
  }

  private Sv2ClientServiceConfig with(Consumer<Values> change) {
    Values values = new Values(this);
    change.accept(values);
    return values.config();
  }

  /** The components of a copy while it is made. */
  private static final class Values {
    String name;
    List<UpstreamConfig> upstreams;
    Duration setupTimeout;
    Duration handlerTimeout;
    ReconnectConfig reconnect;
    int prefetch;
    ConnectionConfig connection;
    SiblingConfig sibling;
    ExtensionsConfig extensions;
    Sv2Layer<IncomingMessage, ResponseFromSv2Client> layers;
    @Nullable MeterRegistry meters;
    Scheduler timer;

    Values(Sv2ClientServiceConfig of) {
      name = of.name;
      upstreams = of.upstreams;
      setupTimeout = of.setupTimeout;
      handlerTimeout = of.handlerTimeout;
      reconnect = of.reconnect;
      prefetch = of.prefetch;
      connection = of.connection;
      sibling = of.sibling;
      extensions = of.extensions;
      layers = of.layers;
      meters = of.meters;
      timer = of.timer;
    }

    Sv2ClientServiceConfig config() {
      return new Sv2ClientServiceConfig(
          name,
          upstreams,
          setupTimeout,
          handlerTimeout,
          reconnect,
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
