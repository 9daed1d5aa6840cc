package io.sv2.reactive;

import io.sv2.reactive.transport.Sv2Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

/** A server from the moment it listens to its end. */
final class RunningServer implements Sv2ServerService.Running {
  private final Sv2ServerService<?, ?, ?> service;
  private final DisposableServer server;
  private final Disposable.Composite parts;

  RunningServer(
      Sv2ServerService<?, ?, ?> service,
      DisposableServer server,
      Sv2Transport transport,
      Disposable serving) {
    this.service = service;
    this.server = server;
    this.parts = Disposables.composite(server, serving, transport);
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) server.address();
  }

  @Override
  public Mono<Void> drain(Duration patience) {
    return Mono.defer(
        () -> {
          server.dispose();
          List<ServerSession> left = List.copyOf(service.sessions().all());
          left.forEach(ServerSession::drain);
          return Flux.fromIterable(left)
              .flatMap(ServerSession::over, Integer.MAX_VALUE)
              .then()
              .timeout(patience, Mono.empty(), service.config().timer())
              .doFinally(signal -> dispose());
        });
  }

  @Override
  public void dispose() {
    parts.dispose();
    service.closeAll(); // also what has come since the parts were disposed
  }

  @Override
  public boolean isDisposed() {
    return parts.isDisposed();
  }
}
