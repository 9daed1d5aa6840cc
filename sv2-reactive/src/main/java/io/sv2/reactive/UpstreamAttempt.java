package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.codec.common.SetupConnectionSuccess;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;

/**
 * One attempt to connect.
 *
 * @param server which upstream, its place in the configured order
 * @param address where it is now
 * @param begunAt when the attempt began, nanoseconds of the service's timer
 * @param unanswered how often before this server has said nothing to RequestExtensions
 * @param leastPatience the least time to wait for its answer
 */
record UpstreamAttempt(
    int server, InetSocketAddress address, long begunAt, int unanswered, Duration leastPatience) {
  /** A server is asked on two connections, and on a third done without. */
  static final int ASKED_AT_MOST = 2;

  private static final int FIRST_FACTOR = 2;
  private static final int SECOND_FACTOR = 5;

  boolean asksForExtensions() {
    return unanswered < ASKED_AT_MOST;
  }

  /** Twice, then five times what connecting took (extension 0x0001, section 4.3). */
  Duration patience(long connectingTook) {
    long nanos = connectingTook * (unanswered == 0 ? FIRST_FACTOR : SECOND_FACTOR);
    return Duration.ofNanos(Math.max(nanos, leastPatience.toNanos()));
  }

  /** What came of it, for the handler. */
  Sv2Upstream made(Protocol protocol, SetupConnectionSuccess success, Set<Integer> negotiated) {
    return new Sv2Upstream(protocol, server, address, success, negotiated);
  }
}
