package io.sv2.reactive;

import static org.awaitility.Awaitility.await;

import io.sv2.codec.Protocol;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2MiningClientHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** A client of template distribution and the scripted server it connects to. */
final class ClientFixture implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(20);

  final ScriptedServer server = new ScriptedServer();
  final TemplateClient handler = new TemplateClient();
  private final Disposable.Composite running = Disposables.composite();

  static UpstreamConfig upstream(InetSocketAddress address) {
    return UpstreamConfig.of(Protocol.TEMPLATE_DISTRIBUTION, address, null, 0);
  }

  /** Short pauses; {@code setup} and {@code handler} until their deadlines. */
  static Sv2ClientServiceConfig config(
      UpstreamConfig upstream, Duration setupTimeout, Duration handlerTimeout) {
    return Sv2ClientServiceConfig.of("client", upstream)
        .withTimeouts(setupTimeout, handlerTimeout)
        .withReconnect(
            ReconnectConfig.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(20), 0.5));
  }

  /** A session of the configured upstream, not yet begun. */
  static UpstreamSession session(
      Sv2Connection connection, Sv2ClientServiceConfig config, TemplateClient handler) {
    UpstreamConfig upstream = config.upstreams().get(0);
    return new UpstreamSession(
        connection,
        context(config, handler),
        new UpstreamAttempt(
            0,
            upstream.servers().get(0).address(),
            config.timer().now(TimeUnit.NANOSECONDS),
            0,
            Duration.ofMillis(1)),
        (attempt, reconnect) -> {});
  }

  static UpstreamContext context(Sv2ClientServiceConfig config, TemplateClient handler) {
    return new UpstreamContext(
        config,
        config.upstreams().get(0),
        handler,
        handler::handle,
        response -> Mono.empty(),
        new ServiceMeters(null, config.name()));
  }

  Sv2ClientService<?, ?, ?> start() {
    return start(SOON, SOON);
  }

  Sv2ClientService<?, ?, ?> start(Duration setupTimeout, Duration handlerTimeout) {
    return start(config(upstream(server.address()), setupTimeout, handlerTimeout));
  }

  Sv2ClientService<?, ?, ?> start(Sv2ClientServiceConfig config) {
    Sv2ClientService<?, ?, ?> service =
        Sv2ClientService.newService(
            config,
            NullSv2MiningClientHandler.INSTANCE,
            NullSv2JobDeclarationClientHandler.INSTANCE,
            handler);
    running.add(service.start().block(SOON));
    return service;
  }

  static void soon(Callable<Boolean> condition) {
    soon(SOON, condition);
  }

  static void soon(Duration patience, Callable<Boolean> condition) {
    await().atMost(patience).pollInterval(Duration.ofMillis(2)).until(condition);
  }

  /** Ends the client. */
  void stop() {
    running.dispose();
  }

  @Override
  public void close() {
    stop();
    server.close();
  }
}
