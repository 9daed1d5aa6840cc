package io.sv2.reactive;

import io.sv2.codec.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Where a client stands with its upstreams for one subprotocol.
 *
 * @param protocol which
 * @param phase what it does
 * @param server the one it does it with: its place in the configured order, 0 for the preferred one
 * @param failures attempts and short connections that failed in a row
 * @param lastEnd why the last connection or attempt ended; null while none has
 */
public record UpstreamStatus(
    Protocol protocol, Phase phase, int server, int failures, @Nullable CloseReason lastEnd) {
  /** What a client does. */
  public enum Phase {
    /** It has not been started, or has ended. */
    STOPPED,
    /** It connects, shakes hands, sets up. */
    CONNECTING,
    /** It is set up. */
    CONNECTED,
    /** It waits before it tries again. */
    PAUSED
  }
}
