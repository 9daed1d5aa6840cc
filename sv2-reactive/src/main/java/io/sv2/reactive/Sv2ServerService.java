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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private final Sv2ServerServiceConfig config;
  private final HandlerSet<Sv2ServerHandler> handlers;
  private final Function<RequestToSv2Server.IncomingMessage, Mono<ResponseFromSv2Server>> layered;
  private final @Nullable Sv2SiblingClientServiceIo sibling;
  private final Admission admission;
  private final ServiceMeters meters;
  private final ServerSessions sessions = new ServerSessions();
  private final ServerResponses responses;
  private final AtomicLong nextId = new AtomicLong(1);
  private final AtomicBoolean serving = new AtomicBoolean();
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
    this.layered = config.layers().wrap(request -> handler(request.protocol()).handle(request));
    this.admission = new Admission(config.admission());
    this.meters = new ServiceMeters(config.meters(), config.name());
    this.responses = new ServerResponses(config.name(), sessions, sibling);
    admission.onHandshakes(this::handshakeEnded);
    admission.onRefusals(meters::refused);
    meters.showRefusals();
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

  /** A server that listens; disposing it ends every session, timer and sibling at once. */
  public interface Running extends Disposable {
    /** Where it listens, the real port included. */
    InetSocketAddress address();

    /**
     * Ends gracefully: listens no more, closes who still shakes hands, handles what has been taken
     * from clients, lets the answers leave, then closes. Who wants clients to come back elsewhere
     * sends them Reconnect first, as a response like any other.
     *
     * <p><strong>Completion:</strong> when all connections have ended and nothing is left; after
     * {@code patience} the rest is disposed of, which gives what is queued {@link
     * ConnectionConfig#closeTimeout()}. Cancelling does so at once.
     */
    Mono<Void> drain(Duration patience);
  }

  /**
   * Starts the handlers, then listens.
   *
   * <p><strong>Completion:</strong> emits once the server listens. Cancelling before it has begun
   * to listen leaves nothing behind.<br>
   * <strong>Error:</strong> the handler's, the operating system's when it refuses the address, or
   * an {@link IllegalStateException} while it runs already.
   */
  public Mono<Running> start() {
    return Mono.defer(
        () -> {
          Supplier<NoiseResponder> responders = responders();
          Disposable.Composite parts = Disposables.composite(startServing());
          Sv2Transport transport = new Sv2Transport(config.connection());
          parts.add(transport);
          return Flux.fromIterable(handlers.all())
              .concatMap(Sv2ServerHandler::start)
              .then(transport.bind(config.listenAddress(), responders, admission, this::accept))
              .<Running>map(
                  server -> {
                    parts.add(server); // ends it when all this was cancelled meanwhile
                    return new RunningServer(this, server, transport, parts);
                  })
              // Before anybody hears, who may start it again at once.
              .doOnError(error -> parts.dispose())
              .doOnCancel(parts::dispose);
        });
  }

  private @Nullable Supplier<NoiseResponder> responders() {
    if (config.noise() == null) {
      return null;
    }
    CertificateIssuer issuer = new CertificateIssuer(config.noise());
    return () -> new NoiseResponder(issuer);
  }

  /**
   * Begins to watch deadlines and to answer the sibling without listening: for connections that are
   * handed to {@link #accept}, in memory for one. Disposing ends every connection.
   *
   * @throws IllegalStateException while it runs already
   */
  public Disposable startServing() {
    if (!serving.compareAndSet(false, true)) {
      throw new IllegalStateException(config.name() + " runs already");
    }
    Disposable answering = sibling == null ? Disposables.disposed() : sibling.serve(this);
    stopped = false;
    ServerGauges.show(meters, admission, sessions);
    Disposable sweeper =
        config
            .timer()
            .schedulePeriodically(
                new ServerSweep(config, sessions, admission),
                ServerSweep.PERIOD.toMillis(),
                ServerSweep.PERIOD.toMillis(),
                TimeUnit.MILLISECONDS);
    return Disposables.composite(
        sweeper, answering, meters::removeGauges, this::closeAll, () -> serving.set(false));
  }

  private void closeAll() {
    stopped = true;
    sessions.all().forEach(ServerSession::cancel);
  }

  /** Takes over no connection any more, and ends those it has gracefully. */
  List<ServerSession> drain(Duration patience) {
    stopped = true;
    List<ServerSession> left = List.copyOf(sessions.all());
    left.forEach(session -> session.drain(patience));
    return left;
  }

  /** Takes over a connection, however it came about; refuses it when there are too many already. */
  public void accept(Sv2Connection connection) {
    accept(connection, admission.admit(null, ConnectionState.SETUP));
  }

  private void accept(Sv2Connection connection, Admission.Ticket ticket) {
    CloseReason refusal = ticket.refusal();
    if (refusal != null) {
      connection.close(refusal);
      return;
    }
    ServerSession session = new ServerSession(nextId.getAndIncrement(), connection, ticket, this);
    sessions.add(session);
    session.run();
    if (stopped) { // it was on its way when the others were closed
      session.close(ServerSession.SHUT_DOWN);
    }
  }

  /** A connection whose handshake fails never becomes a session. */
  private void handshakeEnded(boolean succeeded, long nanos, @Nullable CloseReason reason) {
    meters.established("handshake", succeeded, nanos);
    if (reason != null) {
      meters.closed(reason.kind());
    }
  }

  void setUp(ServerSession session) {
    sessions.setUp(session);
  }

  void ended(ServerSession session, @Nullable Sv2Client client, CloseReason reason) {
    sessions.remove(session);
    meters.closed(reason.kind());
    if (client != null) {
      try {
        handler(client.protocol()).clientRemoved(client, reason);
      } catch (Throwable e) { // a failed assertion, too, is that handler's alone
        Exceptions.throwIfFatal(e);
        LOG.warn("{}: {}: clientRemoved failed", config.name(), client, e);
      }
    }
  }

  /** A message for its handler, through the layers. */
  Mono<ResponseFromSv2Server> handle(RequestToSv2Server.IncomingMessage request) {
    return layered.apply(request);
  }

  ServerSessions sessions() {
    return sessions;
  }

  ServerResponses responses() {
    return responses;
  }

  ServiceMeters meters() {
    return meters;
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

  /** Connections by state, and how many were refused by which bound. */
  public Admission admission() {
    return admission;
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
      return done(Mono.defer(() -> handle(incoming))).subscribeOn(session.connection.scheduler());
    } else if (request instanceof RequestToSv2Server.SiblingMessage message) {
      return Flux.fromIterable(handlers.all())
          .concatMap(handler -> done(handler.handleSiblingMessage(message.message())))
          .collectList()
          .map(all -> all.size() == 1 ? all.get(0) : new ResponseFromSv2Server.InOrder(all));
    } else if (request instanceof RequestToSv2Server.CarryOut carryOut) {
      return done(Mono.just(carryOut.response()));
    }
    return responses
        .askSibling(((RequestToSv2Server.SendRequestToSiblingClientService) request).request())
        .map(ResponseFromSv2Server.FromSibling::new);
  }

  private Mono<ResponseFromSv2Server> done(Mono<ResponseFromSv2Server> answer) {
    return answer.flatMap(response -> responses.carryOut(response).thenReturn(response));
  }
}
