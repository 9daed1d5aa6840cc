package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.NoiseResponder;
import io.sv2.reactive.handler.NullSv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.NullSv2MiningServerHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionServerHandler;
import io.sv2.reactive.handler.Sv2JobDeclarationServerHandler;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.handler.Sv2ServerHandler;
import io.sv2.reactive.handler.Sv2TemplateDistributionServerHandler;
import io.sv2.reactive.sibling.SiblingException;
import io.sv2.reactive.sibling.Sv2SiblingClientServiceIo;
import io.sv2.reactive.sibling.Sv2SiblingServerServiceIo;
import io.sv2.reactive.transport.Sv2Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.DisposableServer;

/**
 * A Stratum V2 server: listens, negotiates SetupConnection (section 3.6), hands each client's
 * messages to the handlers and does what they answer.
 *
 * <p>Requests of one client are handled in order, on its connection's thread; clients are
 * independent of each other. A subprotocol whose handler is a Null handler is not supported.
 *
 * @param <M> handles mining
 * @param <J> handles job declaration
 * @param <T> handles template distribution
 */
public final class Sv2ServerService<
        M extends Sv2MiningServerHandler,
        J extends Sv2JobDeclarationServerHandler,
        T extends Sv2TemplateDistributionServerHandler>
    implements Function<RequestToSv2Server, Mono<ResponseFromSv2Server>> {
  private static final Logger LOG = LoggerFactory.getLogger(Sv2ServerService.class);
  private static final Duration SWEEP_PERIOD = Duration.ofMillis(250);

  private final Sv2ServerServiceConfig config;
  private final HandlerSet<Sv2ServerHandler> handlers;
  private final @Nullable Sv2SiblingClientServiceIo sibling;
  private final AtomicLong nextId = new AtomicLong(1);
  // All sessions by id, and those that are set up by thread; bounded by maxConnections.
  private final Map<Long, ServerSession> sessions = new ConcurrentHashMap<>();
  private final Map<Scheduler, Map<Long, ServerSession>> byThread = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  private Sv2ServerService(
      Sv2ServerServiceConfig config,
      M mining,
      J jobDeclaration,
      T templateDistribution,
      @Nullable Sv2SiblingClientServiceIo sibling) {
    this.config = config;
    this.sibling = sibling;
    this.handlers =
        new HandlerSet<>(
            config.name(),
            config.protocols().stream()
                .map(ProtocolSupport::protocol)
                .collect(Collectors.toUnmodifiableSet()),
            Map.of(
                Protocol.MINING, mining,
                Protocol.JOB_DECLARATION, jobDeclaration,
                Protocol.TEMPLATE_DISTRIBUTION, templateDistribution),
            NullSv2MiningServerHandler.class,
            NullSv2JobDeclarationServerHandler.class,
            NullSv2TemplateDistributionServerHandler.class);
  }

  /**
   * A server by itself.
   *
   * @throws IllegalArgumentException when a configured subprotocol has a Null handler, or a handler
   *     no configuration
   */
  public static <
          M extends Sv2MiningServerHandler,
          J extends Sv2JobDeclarationServerHandler,
          T extends Sv2TemplateDistributionServerHandler>
      Sv2ServerService<M, J, T> newService(
          Sv2ServerServiceConfig config, M mining, J jobDeclaration, T templateDistribution) {
    return new Sv2ServerService<>(config, mining, jobDeclaration, templateDistribution, null);
  }

  /**
   * A server with a sibling: the client that is made from the IO returned beside it.
   *
   * @throws IllegalArgumentException as {@link #newService}
   */
  public static <
          M extends Sv2MiningServerHandler,
          J extends Sv2JobDeclarationServerHandler,
          T extends Sv2TemplateDistributionServerHandler>
      WithSiblingIo<M, J, T> newWithSiblingIo(
          Sv2ServerServiceConfig config, M mining, J jobDeclaration, T templateDistribution) {
    Sv2SiblingServerServiceIo.Pair pair =
        Sv2SiblingServerServiceIo.newPair(config.sibling(), config.timer());
    return new WithSiblingIo<>(
        new Sv2ServerService<>(
            config, mining, jobDeclaration, templateDistribution, pair.forServer()),
        pair.forClient());
  }

  /**
   * A server and what its sibling client is made from.
   *
   * @param <M> handles mining
   * @param <J> handles job declaration
   * @param <T> handles template distribution
   * @param service the server
   * @param siblingIo for {@link Sv2ClientService#newFromSiblingIo}
   */
  public record WithSiblingIo<
      M extends Sv2MiningServerHandler,
      J extends Sv2JobDeclarationServerHandler,
      T extends Sv2TemplateDistributionServerHandler>(
      Sv2ServerService<M, J, T> service, Sv2SiblingServerServiceIo siblingIo) {}

  /** A server that listens; disposing it ends every connection and timer. */
  public interface Running extends Disposable {
    /** Where it listens, the real port included. */
    InetSocketAddress address();
  }

  /**
   * Starts the handlers, then listens.
   *
   * <p><strong>Completion:</strong> emits once the server listens.<br>
   * <strong>Error:</strong> the handler's, or the operating system's when it refuses the address.
   */
  public Mono<Running> start() {
    return Mono.defer(
        () -> {
          stopped = false;
          Disposable serving = startServing();
          Sv2Transport transport = new Sv2Transport(config.connection());
          return Flux.fromIterable(handlers.all())
              .concatMap(Sv2ServerHandler::start)
              .then(
                  transport.bind(
                      config.listenAddress(), responders(), config.maxConnections(), this::accept))
              .<Running>map(server -> new RunningServer(server, transport, serving))
              .doOnError(
                  error -> {
                    serving.dispose();
                    transport.dispose();
                  });
        });
  }

  private @Nullable Supplier<NoiseResponder> responders() {
    if (config.noise() == null) {
      return null;
    }
    CertificateIssuer issuer = new CertificateIssuer(config.noise());
    return () -> new NoiseResponder(issuer);
  }

  /** Begins to watch deadlines and to answer the sibling; for servers fed by {@link #accept}. */
  Disposable startServing() {
    Disposable sweeper =
        config
            .timer()
            .schedulePeriodically(
                this::sweep,
                SWEEP_PERIOD.toMillis(),
                SWEEP_PERIOD.toMillis(),
                TimeUnit.MILLISECONDS);
    return sibling == null ? sweeper : Disposables.composite(sweeper, sibling.serve(this));
  }

  private void sweep() {
    long now = config.timer().now(TimeUnit.NANOSECONDS);
    sessions.values().forEach(session -> session.sweep(now));
  }

  /** Takes over a connection, however it came about. */
  public void accept(Sv2Connection connection) {
    ServerSession session = new ServerSession(nextId.getAndIncrement(), connection, this);
    sessions.put(session.id, session);
    session.run();
    if (stopped) { // its handshake was under way when the others were closed
      session.close(CloseReason.local("the server is shutting down"));
    }
  }

  void added(ServerSession session) {
    byThread
        .computeIfAbsent(session.connection.scheduler(), s -> new ConcurrentHashMap<>())
        .put(session.id, session);
  }

  void ended(ServerSession session, @Nullable Sv2Client client, CloseReason reason) {
    sessions.remove(session.id);
    if (client != null) {
      byThread.computeIfPresent(
          session.connection.scheduler(),
          (s, all) -> {
            all.remove(session.id);
            return all.isEmpty() ? null : all;
          });
      try {
        handler(client.protocol()).clientRemoved(client, reason);
      } catch (RuntimeException e) {
        LOG.warn("{}: {}: clientRemoved failed", config.name(), client, e);
      }
    }
  }

  Sv2ServerServiceConfig config() {
    return config;
  }

  Sv2ServerHandler handler(Protocol protocol) {
    return handlers.of(protocol);
  }

  /** Open connections, those that are not set up yet included. */
  public int connections() {
    return sessions.size();
  }

  /**
   * Handles a request, carries out the response, then emits it.
   *
   * <p><strong>Error:</strong> the handler's; a {@link SiblingException} where the sibling was
   * asked and did not answer.
   */
  @Override
  public Mono<ResponseFromSv2Server> apply(RequestToSv2Server request) {
    if (request instanceof RequestToSv2Server.IncomingMessage incoming) {
      ServerSession session = sessions.get(incoming.client().id());
      if (session == null) {
        return Mono.error(
            new IllegalArgumentException(incoming.client() + " is not connected any more"));
      }
      return done(Mono.defer(() -> handler(incoming.client().protocol()).handle(incoming)))
          .subscribeOn(session.connection.scheduler());
    } else if (request instanceof RequestToSv2Server.SiblingMessage message) {
      return Flux.fromIterable(handlers.all())
          .concatMap(handler -> done(handler.handleSiblingMessage(message.message())))
          .collectList()
          .map(all -> all.size() == 1 ? all.get(0) : new ResponseFromSv2Server.InOrder(all));
    }
    if (request instanceof RequestToSv2Server.CarryOut carryOut) {
      return done(Mono.just(carryOut.response()));
    }
    return askSibling(((RequestToSv2Server.SendRequestToSiblingClientService) request).request())
        .map(ResponseFromSv2Server.FromSibling::new);
  }

  private Mono<ResponseFromSv2Server> done(Mono<ResponseFromSv2Server> answer) {
    return answer.flatMap(response -> carryOut(response).thenReturn(response));
  }

  private Mono<ResponseFromSv2Client> askSibling(RequestToSv2Client request) {
    return sibling == null
        ? Mono.error(
            new SiblingException(
                SiblingException.Kind.NO_SIBLING, config.name() + " has no sibling"))
        : sibling.ask(request);
  }

  /**
   * Does what a handler answered; {@code Mono.empty()} itself when nothing has to be waited for.
   */
  Mono<Void> carryOut(ResponseFromSv2Server response) {
    if (response instanceof ResponseFromSv2Server.Send send) {
      ServerSession session = sessions.get(send.clientId());
      if (session != null) {
        send.messages().forEach(session::send);
      }
      return Mono.empty();
    } else if (response instanceof ResponseFromSv2Server.ForEachClient each) {
      return forEachClient(each.response());
    } else if (response instanceof ResponseFromSv2Server.AskSibling ask) {
      return askSibling(ask.request())
          .then()
          .onErrorResume(
              SiblingException::isOfTheSibling, // not a reason to drop the client
              error -> {
                LOG.error("{}: the sibling did not do {}", config.name(), ask.request(), error);
                return Mono.empty();
              });
    } else if (response instanceof ResponseFromSv2Server.Close close) {
      ServerSession session = sessions.get(close.clientId());
      if (session != null) {
        session.close(close.reason());
      }
      return Mono.empty();
    } else if (response instanceof ResponseFromSv2Server.InOrder several) {
      return Flux.fromIterable(several.responses()).concatMap(this::carryOut).then();
    }
    return Mono.empty(); // nothing, or what the sibling has done already
  }

  private Mono<Void> forEachClient(Function<Sv2Client, ResponseFromSv2Server> response) {
    List<Mono<Void>> threads = new ArrayList<>();
    byThread.forEach(
        (thread, all) ->
            threads.add(
                Flux.fromIterable(all.values())
                    .concatMap(session -> forOne(session, response, thread))
                    .then()
                    .subscribeOn(thread)));
    return Mono.when(threads);
  }

  private Mono<Void> forOne(
      ServerSession session,
      Function<Sv2Client, ResponseFromSv2Server> response,
      Scheduler thread) {
    Sv2Client client = session.client();
    if (client == null) {
      return Mono.empty();
    }
    try {
      Mono<Void> work = carryOut(response.apply(client));
      return work instanceof Callable<?>
          ? work
          : work.publishOn(thread) // the next client's turn is on its own thread again
              .onErrorResume(
                  error -> {
                    failed(session, client, error);
                    return Mono.empty();
                  });
    } catch (Throwable e) {
      Exceptions.throwIfFatal(e);
      failed(session, client, e);
      return Mono.empty();
    }
  }

  private void failed(ServerSession session, Sv2Client client, Throwable error) {
    LOG.warn("{}: {}: the handler failed", config.name(), client, error);
    session.close(CloseReason.of(CloseReason.Kind.HANDLER_FAILED, error));
  }

  private final class RunningServer implements Running {
    private final DisposableServer server;
    private final Disposable.Composite parts;

    RunningServer(DisposableServer server, Sv2Transport transport, Disposable serving) {
      this.server = server;
      this.parts = Disposables.composite(server, serving, transport);
    }

    @Override
    public InetSocketAddress address() {
      return (InetSocketAddress) server.address();
    }

    @Override
    public void dispose() {
      parts.dispose();
      stopped = true;
      sessions
          .values()
          .forEach(session -> session.close(CloseReason.local("the server is shutting down")));
    }

    @Override
    public boolean isDisposed() {
      return parts.isDisposed();
    }
  }
}
