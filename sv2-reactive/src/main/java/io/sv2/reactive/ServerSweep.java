package io.sv2.reactive;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whose deadline has passed, and says how many were not let in. */
final class ServerSweep implements Runnable {
  static final Duration PERIOD = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(ServerSweep.class);

  private final Sv2ServerServiceConfig config;
  private final ServerSessions sessions;
  private final Admission admission;
  private long refusedBefore;

  ServerSweep(Sv2ServerServiceConfig config, ServerSessions sessions, Admission admission) {
    this.config = config;
    this.sessions = sessions;
    this.admission = admission;
  }

  @Override
  public void run() {
    long now = config.timer().now(TimeUnit.NANOSECONDS);
    sessions.all().forEach(session -> session.sweep(now));
    long refused = 0;
    for (Admission.Cause cause : Admission.Cause.values()) {
      refused += admission.refused(cause);
    }
    if (refused > refusedBefore) { // one line however many they are
      LOG.warn(
          "{}: {} connections refused, {} open",
          config.name(),
          refused - refusedBefore,
          admission.connections());
      refusedBefore = refused;
    }
  }
}
