package io.sv2.reactive;

import io.sv2.reactive.sibling.SiblingConfig;
import java.time.Duration;
import java.util.List;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Whom a client service connects to, and its bounds.
 *
 * @param name of the service, for logs
 * @param upstreams one for each subprotocol; a handler is needed for each
 * @param setupTimeout from the connection to the answer to SetupConnection
 * @param handlerTimeout for a handler's answer to one message
 * @param firstBackoff pause before the first new attempt; doubles with each failure
 * @param maxBackoff longest pause
 * @param jitter share of a pause that is random, 0 to 1
 * @param prefetch messages taken from the socket ahead of the handler
 * @param connection bounds of each connection
 * @param sibling bounds of the traffic with a sibling
 * @param timer measures all of the service's deadlines
 */
public record Sv2ClientServiceConfig(
    String name,
    List<UpstreamConfig> upstreams,
    Duration setupTimeout,
    Duration handlerTimeout,
    Duration firstBackoff,
    Duration maxBackoff,
    double jitter,
    int prefetch,
    ConnectionConfig connection,
    SiblingConfig sibling,
    Scheduler timer) {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is exceeded or a subprotocol stands twice
   */
  public Sv2ClientServiceConfig {
    upstreams = List.copyOf(upstreams);
    if (upstreams.stream().map(UpstreamConfig::protocol).distinct().count() != upstreams.size()) {
      throw new IllegalArgumentException("upstreams: one for each subprotocol");
    }
    Limits.positive("setupTimeout", setupTimeout);
    Limits.positive("handlerTimeout", handlerTimeout);
    Limits.positive("firstBackoff", firstBackoff);
    Limits.positive("maxBackoff", maxBackoff);
    Limits.positive("prefetch", prefetch);
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter: 0 to 1, not " + jitter);
    }
  }

  /** With the default bounds: pauses of 200 ms to 30 s, half of each random. */
  public static Sv2ClientServiceConfig of(String name, UpstreamConfig... upstreams) {
    return new Sv2ClientServiceConfig(
        name,
        List.of(upstreams),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMillis(200),
        Duration.ofSeconds(30),
        0.5,
        32,
        ConnectionConfig.DEFAULT,
        SiblingConfig.DEFAULT,
        Schedulers.parallel());
  }

  /** A copy with other pauses between attempts. */
  public Sv2ClientServiceConfig withBackoff(Duration first, Duration max) {
    return new Sv2ClientServiceConfig(
        name,
        upstreams,
        setupTimeout,
        handlerTimeout,
        first,
        max,
        jitter,
        prefetch,
        connection,
        sibling,
        timer);
  }

  /** A copy whose deadlines run on {@code other}. */
  public Sv2ClientServiceConfig withTimer(Scheduler other) {
    return new Sv2ClientServiceConfig(
        name,
        upstreams,
        setupTimeout,
        handlerTimeout,
        firstBackoff,
        maxBackoff,
        jitter,
        prefetch,
        connection,
        sibling,
        other);
  }
}
