package io.sv2.reactive;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Which upstream is tried next, and after which pause: a state machine without a clock or a thread.
 *
 * <p>Three things happen to it: an upstream is set up, an attempt or a connection ends, a better
 * upstream has been found. A connection that lasted makes all failures before it forgotten,
 * whichever upstream it was with; so a fallback that succeeds is no failure.
 */
final class UpstreamSelection {
  private static final int MOST_DOUBLINGS = 60;

  private final int servers;
  private final ReconnectConfig config;
  private final DoubleSupplier random;
  private int current;
  private int failuresHere;
  private int failuresInARow; // wherever
  private int sentOn; // in a row, without a connection that lasted
  private boolean setUp;
  private long setUpAt;

  UpstreamSelection(int servers, ReconnectConfig config, DoubleSupplier random) {
    this.servers = servers;
    this.config = config;
    this.random = random;
  }

  /** The one to be tried, or that is connected: its place in the configured order. */
  int current() {
    return current;
  }

  int failures() {
    return failuresInARow;
  }

  /** {@code server} has accepted. */
  void setUp(int server, long nanos) {
    if (server != current) {
      goTo(server);
    }
    setUp = true;
    setUpAt = nanos;
  }

  private void goTo(int server) {
    current = server;
    failuresHere = 0;
    sentOn = 0;
  }

  /**
   * An attempt has failed, or a connection ended.
   *
   * @param refused whether the server has said that it will not have this client
   * @return the pause before {@link #current()} is tried
   */
  Duration ended(long nanos, boolean refused) {
    boolean back = forgetsAfter(nanos) && current != 0 && config.returnAfter() != null;
    if (back) {
      goTo(0); // nothing is lost now by looking whether the preferred one is back
    }
    setUp = false;
    sentOn = 0;
    failuresInARow++;
    if (!back) {
      failuresHere++;
      if (servers > 1 && (refused || failuresHere >= config.failuresBeforeNext())) {
        goTo((current + 1) % servers);
        if (current != 0) {
          return Duration.ZERO; // nothing says that this one is overloaded
        }
      }
    }
    return pause(failuresInARow);
  }

  /**
   * The server has sent Reconnect: no failure, and no reason to go anywhere but where it says. One
   * that does so again and again, without serving, does not want this client.
   *
   * @return as {@link #ended}
   */
  Duration sentOn(long nanos) {
    forgetsAfter(nanos);
    if (sentOn == config.failuresBeforeNext()) {
      return ended(nanos, servers > 1);
    }
    sentOn++;
    setUp = false;
    return pause(failuresInARow + sentOn);
  }

  private boolean forgetsAfter(long nanos) {
    boolean lasted = setUp && nanos - setUpAt >= config.stableAfter().toNanos();
    if (lasted) {
      failuresHere = 0;
      failuresInARow = 0;
      sentOn = 0;
    }
    return lasted;
  }

  private Duration pause(int failures) {
    double doubled =
        (double) config.firstBackoff().toNanos()
            * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS));
    double capped = Math.min(doubled, (double) config.maxBackoff().toNanos());
    return Duration.ofNanos((long) (capped * (1 - config.jitter() * random.getAsDouble())));
  }
}
