package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.noise.NoiseInitiator;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2MiningClientHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionClientHandler;
import io.sv2.reactive.handler.Sv2ClientHandler;
import io.sv2.reactive.handler.Sv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.Sv2MiningClientHandler;
import io.sv2.reactive.handler.Sv2TemplateDistributionClientHandler;
import io.sv2.reactive.sibling.SiblingException;
import io.sv2.reactive.sibling.Sv2SiblingServerServiceIo;
import io.sv2.reactive.transport.Sv2Transport;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A Stratum V2 client: one connection for each subprotocol that it supports, made anew whenever it
 * ends, whose messages go to the handlers.
 *
 * @param <M> handles mining
 * @param <J> handles job declaration
 * @param <T> handles template distribution
 */
public final class Sv2ClientService<
        M extends Sv2MiningClientHandler,
        J extends Sv2JobDeclarationClientHandler,
        T extends Sv2TemplateDistributionClientHandler>
    implements Function<RequestToSv2Client, Mono<ResponseFromSv2Client>> {
  private static final Logger LOG = LoggerFactory.getLogger(Sv2ClientService.class);

  private final Sv2ClientServiceConfig config;
  private final HandlerSet<Sv2ClientHandler> handlers;
  private final Function<RequestToSv2Client.IncomingMessage, Mono<ResponseFromSv2Client>> layered;
  private final @Nullable Sv2SiblingServerServiceIo sibling;
  private final ServiceMeters meters;
  private final AtomicBoolean running = new AtomicBoolean();
  private final Map<Protocol, Upstream> upstreams = new EnumMap<>(Protocol.class);

  private Sv2ClientService(
      Sv2ClientServiceConfig config,
      M mining,
      J jobDeclaration,
      T templateDistribution,
      @Nullable Sv2SiblingServerServiceIo sibling) {
    this.config = config;
    this.sibling = sibling;
    this.handlers =
        new HandlerSet<>(
            config.name(),
            config.upstreams().stream()
                .map(UpstreamConfig::protocol)
                .collect(Collectors.toUnmodifiableSet()),
            Map.of(
                Protocol.MINING, mining,
                Protocol.JOB_DECLARATION, jobDeclaration,
                Protocol.TEMPLATE_DISTRIBUTION, templateDistribution),
            NullSv2MiningClientHandler.class,
            NullSv2JobDeclarationClientHandler.class,
            NullSv2TemplateDistributionClientHandler.class);
    this.meters = new ServiceMeters(config.meters(), config.name());
    Function<RequestToSv2Client.IncomingMessage, Mono<ResponseFromSv2Client>> all =
        config.layers().wrap(request -> handlers.of(request.protocol()).handle(request));
    this.layered = all;
    for (UpstreamConfig upstream : config.upstreams()) {
      UpstreamContext context =
          new UpstreamContext(
              config, upstream, handlers.of(upstream.protocol()), all, this::carryOut, meters);
      upstreams.put(
          upstream.protocol(),
          new Upstream(context, () -> ThreadLocalRandom.current().nextDouble()));
    }
  }

  /**
   * A client by itself.
   *
   * @throws IllegalArgumentException when a configured subprotocol has a Null handler, or a handler
   *     no configuration
   */
  public static <
          M extends Sv2MiningClientHandler,
          J extends Sv2JobDeclarationClientHandler,
          T extends Sv2TemplateDistributionClientHandler>
      Sv2ClientService<M, J, T> newService(
          Sv2ClientServiceConfig config, M mining, J jobDeclaration, T templateDistribution) {
    return new Sv2ClientService<>(config, mining, jobDeclaration, templateDistribution, null);
  }

  /**
   * The sibling of the server that {@code siblingIo} was returned with.
   *
   * @throws IllegalArgumentException as {@link #newService}
   */
  public static <
          M extends Sv2MiningClientHandler,
          J extends Sv2JobDeclarationClientHandler,
          T extends Sv2TemplateDistributionClientHandler>
      Sv2ClientService<M, J, T> newFromSiblingIo(
          Sv2ClientServiceConfig config,
          M mining,
          J jobDeclaration,
          T templateDistribution,
          Sv2SiblingServerServiceIo siblingIo) {
    return new Sv2ClientService<>(config, mining, jobDeclaration, templateDistribution, siblingIo);
  }

  /** A client that connects; disposing it ends connections, attempts and timers at once. */
  public interface Running extends Disposable {
    /**
     * Ends gracefully: connects nothing more, handles what has been taken from servers, lets the
     * answers leave, then closes.
     *
     * <p><strong>Completion:</strong> when all connections have ended and nothing is left; after
     * {@code patience} the rest is disposed of, which gives what is queued {@link
     * ConnectionConfig#closeTimeout()}. Cancelling does so at once.
     */
    Mono<Void> drain(Duration patience);
  }

  /**
   * Starts the handlers, then connects over TCP, and reconnects whenever a connection ends.
   *
   * <p><strong>Completion:</strong> emits as soon as the client has begun to connect: a server that
   * is not there yet is waited for. Disposing what is emitted ends connections and attempts.<br>
   * <strong>Error:</strong> the handler's; an {@link IllegalStateException} while it runs already.
   */
  public Mono<Running> start() {
    return Mono.defer(
        () -> {
          Sv2Transport transport = new Sv2Transport(config.connection());
          return start(
              (address, noise) ->
                  transport.connect(
                      address, noise == null ? null : () -> new NoiseInitiator(noise)),
              transport);
        });
  }

  /** As {@link #start()}, with connections of another kind, in memory for one. */
  public Mono<Running> startWith(Sv2Connector connector) {
    return Mono.defer(() -> start(connector, Disposables.disposed()));
  }

  private Mono<Running> start(Sv2Connector connector, Disposable transport) {
    if (!running.compareAndSet(false, true)) {
      return Mono.error(new IllegalStateException(config.name() + " runs already"));
    }
    Disposable.Composite parts = Disposables.composite(() -> running.set(false));
    parts.add(transport);
    return Flux.fromIterable(handlers.all())
        .concatMap(Sv2ClientHandler::start)
        .then(Mono.fromSupplier(() -> run(connector, parts)))
        .doOnError(error -> parts.dispose())
        .doOnCancel(parts::dispose); // what is added later ends at once
  }

  private Running run(Sv2Connector connector, Disposable.Composite parts) {
    if (sibling != null) {
      parts.add(sibling.serve(this));
    }
    upstreams.values().forEach(this::showStatus);
    upstreams.values().forEach(upstream -> parts.add(upstream.keepConnected(connector)));
    parts.add(meters::removeGauges);
    return new RunningClient(parts);
  }

  private void showStatus(Upstream upstream) {
    meters.gauge(
        "sv2.upstream",
        "which upstream is connected, 0 for the preferred one; -1 while none is",
        () -> upstream.usable() == null ? -1 : upstream.status().server(),
        "protocol",
        upstream.status().protocol().name().toLowerCase(Locale.ROOT));
  }

  private final class RunningClient implements Running {
    private final Disposable parts;

    RunningClient(Disposable parts) {
      this.parts = parts;
    }

    @Override
    public Mono<Void> drain(Duration patience) {
      return Mono.defer(
              () ->
                  isDisposed()
                      ? Mono.empty() // whatever runs now is another's
                      : Mono.when(upstreams.values().stream().map(u -> u.drain(patience)).toList()))
          .timeout(patience, Mono.empty(), config.timer())
          .doOnTerminate(this::dispose) // before anybody hears that it is over
          .doOnCancel(this::dispose);
    }

    @Override
    public void dispose() {
      parts.dispose();
    }

    @Override
    public boolean isDisposed() {
      return parts.isDisposed();
    }
  }

  /** Where the client stands for {@code protocol}; empty when that is not configured. */
  public Optional<UpstreamStatus> status(Protocol protocol) {
    return Optional.ofNullable(upstreams.get(protocol)).map(Upstream::status);
  }

  /** Whether a message could be sent by {@code protocol} now. */
  public boolean isConnected(Protocol protocol) {
    Upstream upstream = upstreams.get(protocol);
    return upstream != null && upstream.usable() != null;
  }

  /**
   * Handles a request, carries out the response, then emits it.
   *
   * <p><strong>Error:</strong> the handler's; a {@link NotConnectedException} where a message
   * cannot be sent now; a {@link SiblingException} where the sibling was asked and did not answer.
   */
  @Override
  public Mono<ResponseFromSv2Client> apply(RequestToSv2Client request) {
    if (request instanceof RequestToSv2Client.IncomingMessage incoming) {
      return Mono.defer(() -> layered.apply(incoming))
          .flatMap(response -> carryOut(response).thenReturn(response));
    } else if (request instanceof RequestToSv2Client.SendMessage send) {
      ResponseFromSv2Client response = ResponseFromSv2Client.send(send.protocol(), send.message());
      return carryOut(response).thenReturn(response);
    }
    if (request instanceof RequestToSv2Client.CarryOut carryOut) {
      return carryOut(carryOut.response()).thenReturn(carryOut.response());
    }
    return askSibling(((RequestToSv2Client.SendRequestToSiblingServerService) request).request())
        .map(ResponseFromSv2Client.FromSibling::new);
  }

  private Mono<ResponseFromSv2Server> askSibling(RequestToSv2Server request) {
    return sibling == null
        ? Mono.error(
            new SiblingException(
                SiblingException.Kind.NO_SIBLING, config.name() + " has no sibling"))
        : sibling.ask(request);
  }

  private Mono<Void> carryOut(ResponseFromSv2Client response) {
    if (response instanceof ResponseFromSv2Client.Send send) {
      return send(send.protocol(), send.messages());
    } else if (response instanceof ResponseFromSv2Client.Forward forward) {
      return forward(forward.protocol(), forward.frames());
    } else if (response instanceof ResponseFromSv2Client.AskSibling ask) {
      return askSibling(ask.request())
          .then()
          .onErrorResume(
              SiblingException::isOfTheSibling, // not a reason to leave the server
              error -> {
                LOG.error("{}: the sibling did not do {}", config.name(), ask.request(), error);
                return Mono.empty();
              });
    } else if (response instanceof ResponseFromSv2Client.Close close) {
      UpstreamSession session = session(close.protocol());
      if (session != null) {
        session.close(close.reason());
      }
      return Mono.empty();
    } else if (response instanceof ResponseFromSv2Client.InOrder several) {
      return Flux.fromIterable(several.responses()).concatMap(this::carryOut).then();
    }
    return Mono.empty(); // nothing, or what the sibling has done already
  }

  private @Nullable UpstreamSession session(Protocol protocol) {
    Upstream upstream = upstreams.get(protocol);
    return upstream == null ? null : upstream.usable();
  }

  private Mono<Void> send(Protocol protocol, List<Sv2Message> messages) {
    return Mono.defer(
        () -> {
          UpstreamSession session = session(protocol);
          return session != null && messages.stream().allMatch(session::send)
              ? Mono.empty()
              : Mono.error(new NotConnectedException(config.name(), protocol));
        });
  }

  private Mono<Void> forward(Protocol protocol, List<Sv2Frame> frames) {
    return Mono.defer(
        () -> {
          UpstreamSession session = session(protocol);
          return session != null && frames.stream().allMatch(session::send)
              ? Mono.empty()
              : Mono.error(new NotConnectedException(config.name(), protocol));
        });
  }
}
