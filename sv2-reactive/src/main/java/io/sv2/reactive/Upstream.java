package io.sv2.reactive;

import io.sv2.codec.common.Reconnect;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.UpstreamStatus.Phase;
import io.sv2.reactive.transport.Sv2ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Keeps one upstream of a subprotocol connected: connects, serves the session, pauses, connects
 * again, to the same or to the next one, as {@link UpstreamSelection} says.
 */
final class Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

  private final UpstreamContext context;
  private final Sv2ClientServiceConfig config;
  private final UpstreamConfig upstream;
  private final UpstreamSelection selection; // touched by one event at a time
  private final int[] unanswered; // RequestExtensions, by server
  private volatile @Nullable InetSocketAddress redirected; // where the current server has sent us
  private volatile @Nullable UpstreamSession session;
  private volatile UpstreamStatus status;

  Upstream(UpstreamContext context, DoubleSupplier random) {
    this.context = context;
    this.config = context.config();
    this.upstream = context.upstream();
    this.selection = new UpstreamSelection(upstream.servers().size(), config.reconnect(), random);
    this.unanswered = new int[upstream.servers().size()];
    this.status = new UpstreamStatus(upstream.protocol(), Phase.STOPPED, 0, 0, null);
  }

  /** The session, when it is set up and not closed. */
  @Nullable UpstreamSession usable() {
    UpstreamSession current = session;
    return current != null && current.isUsable() ? current : null;
  }

  UpstreamStatus status() {
    return status;
  }

  /** Ends the session gracefully; completes when it has ended. */
  Mono<Void> drain() {
    UpstreamSession current = usable();
    if (current == null) {
      return Mono.empty();
    }
    current.drain();
    return current.ended().then();
  }

  /** Connects and reconnects until disposed, which also closes the connection. */
  Disposable keepConnected(Sv2Connector connector) {
    return Mono.defer(() -> establish(connector, selection.current()))
        .flatMap(established -> serve(connector, established))
        .onErrorResume(error -> Mono.just(failed(error)))
        .flatMap(reason -> Mono.delay(pauseAfter(reason), config.timer()))
        .repeat()
        .doFinally(signal -> is(Phase.STOPPED, status.lastEnd()))
        .subscribe();
  }

  private Mono<UpstreamSession> establish(Sv2Connector connector, int server) {
    return Mono.defer(
        () -> {
          if (usable() == null) {
            is(Phase.CONNECTING, status.lastEnd());
          }
          UpstreamServer chosen = upstream.servers().get(server);
          InetSocketAddress elsewhere = server == selection.current() ? redirected : null;
          UpstreamAttempt attempt =
              new UpstreamAttempt(
                  server,
                  elsewhere == null ? chosen.address() : elsewhere,
                  now(),
                  unanswered[server],
                  config.extensions().answerTimeout());
          return connector
              .connect(attempt.address(), chosen.noise())
              .flatMap(
                  connection ->
                      new UpstreamSession(connection, context, attempt, this::reconnect)
                          .establish())
              .doOnError(error -> notEstablished(attempt, error));
        });
  }

  private void notEstablished(UpstreamAttempt attempt, Throwable error) {
    context.meters().established("setup", false, now() - attempt.begunAt());
    if (!attempt.address().equals(upstream.servers().get(attempt.server()).address())) {
      redirected = null; // it has sent us where nobody is: back to where we know it
    }
    if (reason(error).kind() == Kind.EXTENSIONS_UNANSWERED) {
      unanswered[attempt.server()]++;
    }
  }

  private Mono<CloseReason> serve(Sv2Connector connector, UpstreamSession established) {
    session = established;
    selection.setUp(established.attempt().server(), now());
    is(Phase.CONNECTED, status.lastEnd());
    established.serve();
    return Mono.firstWithSignal(
            established.ended().map(Event.Ended::new), better(connector).map(Event.Better::new))
        .flatMap(
            event ->
                event instanceof Event.Better found
                    ? moveTo(connector, established, found.session())
                    : Mono.just(((Event.Ended) event).reason()))
        .doOnCancel(established::cancel);
  }

  private sealed interface Event {
    record Ended(CloseReason reason) implements Event {}

    record Better(UpstreamSession session) implements Event {}
  }

  /** The preferred upstream, set up and ready; the present one is kept until then. */
  private Mono<UpstreamSession> better(Sv2Connector connector) {
    Duration after = config.reconnect().returnAfter();
    if (selection.current() == 0 || after == null) {
      return Mono.never();
    }
    return Mono.delay(after, config.timer())
        .then(
            Mono.defer(() -> establish(connector, 0))
                .onErrorResume(
                    error -> {
                      LOG.debug("{}: still away: {}", config.name(), error.getMessage());
                      return Mono.empty();
                    }))
        .repeatWhenEmpty(tries -> tries);
  }

  private Mono<CloseReason> moveTo(
      Sv2Connector connector, UpstreamSession from, UpstreamSession to) {
    LOG.info("{}: {}: back to the preferred upstream", config.name(), upstream.protocol());
    redirected = null;
    from.close(CloseReason.local("the preferred upstream is back"));
    return from.ended().then(Mono.defer(() -> serve(connector, to))).doOnCancel(to::cancel);
  }

  private CloseReason failed(Throwable error) {
    LOG.warn("{}: {}: {}", config.name(), upstream.protocol(), error.getMessage());
    return reason(error);
  }

  private static CloseReason reason(Throwable error) {
    if (error instanceof UpstreamEndedException ended) {
      return ended.reason();
    } else if (error instanceof Sv2ConnectException notConnected) {
      return notConnected.reason();
    }
    return CloseReason.of(Kind.IO_ERROR, error);
  }

  private Duration pauseAfter(CloseReason reason) {
    if (reason.kind() == Kind.EXTENSIONS_UNANSWERED) {
      is(Phase.CONNECTING, reason);
      return Duration.ZERO; // to be asked once more, or not at all
    }
    int before = selection.current();
    boolean refused =
        reason.kind() == Kind.SETUP_REFUSED || reason.kind() == Kind.EXTENSION_REQUIRED;
    Duration pause = selection.ended(now(), refused);
    if (selection.current() != before) {
      redirected = null;
      LOG.info(
          "{}: {}: upstream {} is next, {}",
          config.name(),
          upstream.protocol(),
          selection.current(),
          upstream.servers().get(selection.current()).address());
    }
    is(Phase.PAUSED, reason);
    return pause;
  }

  /** Only who can prove to be of the same pool may be anywhere else (section 3.6.5). */
  private void reconnect(Reconnect message) {
    UpstreamServer server = upstream.servers().get(selection.current());
    InetSocketAddress now = redirected == null ? server.address() : redirected;
    String host =
        message.newHost().text().isEmpty() ? now.getHostString() : message.newHost().text();
    int port = message.newPort() == 0 ? now.getPort() : message.newPort();
    if (host.equals(now.getHostString()) && port == now.getPort()) {
      return;
    } else if (!server.canBeFollowed()) {
      LOG.warn(
          "{}: {}: not followed to {}:{}: without an authority nobody can prove to be the same"
              + " pool",
          config.name(),
          upstream.protocol(),
          message.newHost(),
          port);
    } else {
      redirected = InetSocketAddress.createUnresolved(host, port);
    }
  }

  private void is(Phase phase, @Nullable CloseReason lastEnd) {
    status =
        new UpstreamStatus(
            upstream.protocol(), phase, selection.current(), selection.failures(), lastEnd);
  }

  private long now() {
    return config.timer().now(TimeUnit.NANOSECONDS);
  }
}
