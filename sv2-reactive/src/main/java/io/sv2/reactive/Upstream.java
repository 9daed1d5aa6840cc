package io.sv2.reactive;

import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.reactive.handler.Sv2ClientHandler;
import io.sv2.reactive.transport.Sv2Transport;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Keeps one upstream connected: connects, runs the session, pauses, connects again. */
final class Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

  final UpstreamConfig upstream;
  private final Sv2ClientServiceConfig config;
  private final Sv2ClientHandler handler;
  private final Function<ResponseFromSv2Client, Mono<Void>> carryOut;
  private final DoubleSupplier random;
  private volatile @Nullable UpstreamSession session;
  private int failures; // touched by one attempt at a time

  Upstream(
      UpstreamConfig upstream,
      Sv2ClientServiceConfig config,
      Sv2ClientHandler handler,
      Function<ResponseFromSv2Client, Mono<Void>> carryOut,
      DoubleSupplier random) {
    this.upstream = upstream;
    this.config = config;
    this.handler = handler;
    this.carryOut = carryOut;
    this.random = random;
  }

  /** The session, when it is set up and not closed. */
  @Nullable UpstreamSession usable() {
    UpstreamSession current = session;
    return current != null && current.isUsable() ? current : null;
  }

  /** Connects and reconnects until disposed, which also closes the connection. */
  Disposable keepConnected(Sv2Transport transport) {
    NoiseInitiatorConfig noise = upstream.noise();
    Supplier<NoiseInitiator> initiators = noise == null ? null : () -> new NoiseInitiator(noise);
    return Mono.defer(() -> transport.connect(upstream.address(), initiators))
        .flatMap(this::runSession)
        .onErrorResume(
            error -> {
              LOG.warn("{}: {}", config.name(), error.getMessage());
              return Mono.empty();
            })
        .then(Mono.defer(() -> Mono.delay(nextPause(), config.timer())))
        .repeat()
        .subscribe();
  }

  private Mono<CloseReason> runSession(Sv2Connection connection) {
    UpstreamSession created =
        new UpstreamSession(connection, config, upstream, handler, carryOut, () -> failures = 0);
    session = created;
    return created
        .run()
        .doOnError(
            error -> connection.close(CloseReason.of(CloseReason.Kind.HANDLER_FAILED, error)));
  }

  /**
   * Doubles with each failure in a row, a share of it random so that clients do not return as one.
   */
  Duration nextPause() {
    double doubled = (double) config.firstBackoff().toNanos() * Math.pow(2, Math.min(failures, 60));
    double capped = Math.min(doubled, (double) config.maxBackoff().toNanos());
    failures++;
    return Duration.ofNanos((long) (capped * (1 - config.jitter() * random.getAsDouble())));
  }
}
