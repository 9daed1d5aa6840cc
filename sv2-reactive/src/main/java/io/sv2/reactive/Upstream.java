package io.sv2.reactive;

import io.sv2.codec.common.Reconnect;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.UpstreamStatus.Phase;
import io.sv2.reactive.transport.Sv2ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

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
  private final Map<Integer, InetSocketAddress> redirects = new ConcurrentHashMap<>(); // by server
  private volatile Course course = ended();
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

  /**
   * Ends gracefully what is connected, and connects nothing more; completes when it is over.
   *
   * @param patience how long answers may take to leave
   */
  Mono<Void> drain(Duration patience) {
    Course current = course;
    current.patience = patience;
    current.draining.tryEmitEmpty();
    return current.over.asMono();
  }

  /** From a start to its end. */
  private static final class Course {
    final Sinks.Empty<Void> draining = Sinks.empty();
    final Sinks.Empty<Void> over = Sinks.empty();
    volatile @Nullable Duration patience; // set when it is to end

    boolean isEnding() {
      return patience != null;
    }
  }

  private static Course ended() {
    Course none = new Course();
    none.over.tryEmitEmpty();
    return none;
  }

  /** Connects and reconnects until disposed, which also closes the connection. */
  Disposable keepConnected(Sv2Connector connector) {
    Course begun = new Course();
    course = begun;
    return Mono.defer(() -> last().then(establish(connector, selection.current())))
        .takeUntilOther(begun.draining.asMono())
        .flatMap(established -> serve(begun, connector, established))
        .onErrorResume(error -> Mono.just(failed(error)))
        .flatMap(reason -> pause(begun, reason))
        .repeat(() -> !begun.isEnding())
        .doFinally(
            signal -> {
              is(Phase.STOPPED, status.lastEnd());
              begun.over.tryEmitEmpty();
            })
        .subscribe();
  }

  /** The end of the connection before, of an earlier start for one: first it is told of. */
  private Mono<Void> last() {
    UpstreamSession before = session;
    return before == null ? Mono.empty() : before.ended().then();
  }

  private Mono<?> pause(Course current, CloseReason reason) {
    Duration pause = pauseAfter(reason);
    return Mono.delay(pause, config.timer()).takeUntilOther(current.draining.asMono());
  }

  private Mono<UpstreamSession> establish(Sv2Connector connector, int server) {
    return Mono.defer(
        () -> {
          if (usable() == null) {
            is(Phase.CONNECTING, status.lastEnd());
          }
          UpstreamServer chosen = upstream.servers().get(server);
          InetSocketAddress elsewhere = redirects.get(server);
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
    Kind kind = reason(error).kind();
    if (kind != Kind.RECONNECT
        && !attempt.address().equals(upstream.servers().get(attempt.server()).address())) {
      redirects.remove(attempt.server()); // nobody is there: back to where we know it
    }
    if (kind == Kind.EXTENSIONS_UNANSWERED) {
      unanswered[attempt.server()]++;
    }
  }

  private Mono<CloseReason> serve(
      Course current, Sv2Connector connector, UpstreamSession established) {
    session = established;
    selection.setUp(established.attempt().server(), now());
    is(Phase.CONNECTED, status.lastEnd());
    established.serve();
    Disposable draining =
        current
            .draining
            .asMono()
            .subscribe(null, null, () -> established.drain(patienceOf(current)));
    return Mono.firstWithValue(
            established.ended().map(Event.Ended::new),
            better(connector).takeUntilOther(current.draining.asMono()).map(Event.Better::new))
        .flatMap(
            event ->
                event instanceof Event.Better found
                    ? moveTo(current, connector, established, found.session())
                    : Mono.just(((Event.Ended) event).reason()))
        .doOnCancel(established::cancel)
        .doFinally(signal -> draining.dispose());
  }

  private static Duration patienceOf(Course current) {
    Duration patience = current.patience;
    return patience == null ? Duration.ZERO : patience;
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
      Course current, Sv2Connector connector, UpstreamSession from, UpstreamSession to) {
    if (current.isEnding()) { // it was found in the very moment
      to.cancel();
      return from.ended();
    }
    LOG.info("{}: {}: back to the preferred upstream", config.name(), upstream.protocol());
    redirects.remove(from.attempt().server());
    from.close(CloseReason.local("the preferred upstream is back"));
    return from.ended()
        .then(
            Mono.defer(
                () -> {
                  if (current.isEnding()) {
                    to.cancel();
                    return to.ended();
                  }
                  return serve(current, connector, to);
                }))
        .doOnCancel(to::cancel);
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
    Duration pause =
        reason.kind() == Kind.RECONNECT ? selection.sentOn(now()) : selection.ended(now(), refused);
    if (selection.current() != before) {
      redirects.remove(before);
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
  private void reconnect(UpstreamAttempt attempt, Reconnect message) {
    UpstreamServer server = upstream.servers().get(attempt.server());
    InetSocketAddress now = attempt.address();
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
      redirects.put(attempt.server(), InetSocketAddress.createUnresolved(host, port));
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
