package io.sv2.reactive;

import io.sv2.codec.FrameHeader;
import java.time.Duration;

/**
 * Bounds and deadlines of a single connection.
 *
 * @param connectTimeout for a TCP connection to be made
 * @param handshakeTimeout from the TCP connection to the end of the Noise handshake
 * @param frameTimeout from the first byte of a frame to its last
 * @param writeTimeout for a peer that stopped reading to read on
 * @param closeTimeout for what is queued to leave before a closed connection is cut
 * @param outbound what may wait for a peer that the socket has not taken
 * @param initialMaxPayload largest payload accepted until the service raises it, bytes; room for
 *     the largest SetupConnection
 * @param handshakeThreads threads that do handshake cryptography
 * @param handshakeQueue handshakes that wait for such a thread; further ones are refused. Shared
 *     out evenly: each thread has its part, rounded down, one at least
 */
public record ConnectionConfig(
    Duration connectTimeout,
    Duration handshakeTimeout,
    Duration frameTimeout,
    Duration writeTimeout,
    Duration closeTimeout,
    OutboundConfig outbound,
    int initialMaxPayload,
    int handshakeThreads,
    int handshakeQueue) {
  /** The defaults. */
  public static final ConnectionConfig DEFAULT =
      new ConnectionConfig(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          OutboundConfig.DEFAULT,
          2_048,
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
          1_024);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a bound is not positive
   */
  public ConnectionConfig {
    Limits.positive("connectTimeout", connectTimeout);
    Limits.positive("handshakeTimeout", handshakeTimeout);
    Limits.positive("frameTimeout", frameTimeout);
    Limits.positive("writeTimeout", writeTimeout);
    Limits.positive("closeTimeout", closeTimeout);
    Limits.inRange("initialMaxPayload", initialMaxPayload, 1, FrameHeader.MAX_PAYLOAD_LENGTH);
    Limits.positive("handshakeThreads", handshakeThreads);
    Limits.positive("handshakeQueue", handshakeQueue);
  }

  /** A copy with other deadlines for the handshake and for single frames. */
  public ConnectionConfig withTimeouts(Duration handshake, Duration frame, Duration write) {
    return new ConnectionConfig(
        connectTimeout,
        handshake,
        frame,
        write,
        closeTimeout,
        outbound,
        initialMaxPayload,
        handshakeThreads,
        handshakeQueue);
  }

  /** A copy with other bounds for what waits for the peer. */
  public ConnectionConfig withOutbound(OutboundConfig other) {
    return new ConnectionConfig(
        connectTimeout,
        handshakeTimeout,
        frameTimeout,
        writeTimeout,
        closeTimeout,
        other,
        initialMaxPayload,
        handshakeThreads,
        handshakeQueue);
  }
}
