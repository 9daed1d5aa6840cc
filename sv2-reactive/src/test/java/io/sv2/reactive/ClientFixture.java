package io.sv2.reactive;

import static org.awaitility.Awaitility.await;

import io.sv2.codec.Protocol;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2MiningClientHandler;
import io.sv2.reactive.sibling.SiblingConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

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
    return new Sv2ClientServiceConfig(
        "client",
        List.of(upstream),
        setupTimeout,
        handlerTimeout,
        Duration.ofMillis(1),
        Duration.ofMillis(20),
        0.5,
        32,
        ConnectionConfig.DEFAULT,
        SiblingConfig.DEFAULT,
        Schedulers.parallel());
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
