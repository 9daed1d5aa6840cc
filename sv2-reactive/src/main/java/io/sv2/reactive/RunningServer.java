package io.sv2.reactive;

import io.sv2.reactive.transport.Sv2Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

/** A server from the moment it listens to its end. */
final class RunningServer implements Sv2ServerService.Running {
  private final Sv2ServerService<?, ?, ?> service;
  private final DisposableServer server;
  private final Sv2Transport transport;
  private final Disposable parts; // those above among them

  RunningServer(
      Sv2ServerService<?, ?, ?> service,
      DisposableServer server,
      Sv2Transport transport,
      Disposable parts) {
    this.service = service;
    this.server = server;
    this.transport = transport;
    this.parts = parts;
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) server.address();
  }

  @Override
  public Mono<Void> drain(Duration patience) {
    return Mono.defer(
        () -> {
          if (isDisposed()) {
            return Mono.empty(); // whatever runs now is another's
          }
          server.dispose();
          transport.dispose();
          List<ServerSession> left = service.drain(patience);
          return Flux.fromIterable(left)
              .flatMap(ServerSession::over, Integer.MAX_VALUE)
              .then(server.onDispose()) // the address is free again
              .timeout(patience, Mono.empty(), service.config().timer())
              .doOnTerminate(this::dispose) // before anybody hears that it is over
              .doOnCancel(this::dispose);
        });
  }

  @Override
  public void dispose() {
    parts.dispose(); // whoever comes later is closed as he comes
  }

  @Override
  public boolean isDisposed() {
    return parts.isDisposed();
  }
}
