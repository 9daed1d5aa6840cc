package io.sv2.reactive;

import io.sv2.codec.FrameHeader;
import io.sv2.codec.Protocol;
import java.time.Duration;

/**
 * How a server serves one subprotocol.
 *
 * @param protocol which
 * @param minVersion lowest protocol version spoken, from 2 up
 * @param maxVersion highest protocol version spoken
 * @param supportedFlags features a client may ask for; others are refused (section 3.6.3)
 * @param answeredFlags flags of SetupConnection.Success (section 3.6.2)
 * @param maxPayload largest payload accepted from a client, bytes
 * @param firstMessageTimeout from the setup to the next message, that is to the first channel
 * @param inactivityTimeout of silence after that
 */
public record ProtocolSupport(
    Protocol protocol,
    int minVersion,
    int maxVersion,
    long supportedFlags,
    long answeredFlags,
    int maxPayload,
    Duration firstMessageTimeout,
    Duration inactivityTimeout) {
  /** The version that this library speaks. */
  public static final int VERSION = 2;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is exceeded
   */
  public ProtocolSupport {
    if (minVersion < VERSION || maxVersion < minVersion || maxVersion > 0xffff) {
      throw new IllegalArgumentException(
          "versions: from 2 up and in order, not " + minVersion + " to " + maxVersion);
    }
    Limits.flags("supportedFlags", supportedFlags);
    Limits.flags("answeredFlags", answeredFlags);
    Limits.inRange("maxPayload", maxPayload, 0, FrameHeader.MAX_PAYLOAD_LENGTH);
    Limits.positive("firstMessageTimeout", firstMessageTimeout);
    Limits.positive("inactivityTimeout", inactivityTimeout);
  }

  /**
   * Mining (section 5.3.1): payloads of up to 128 KiB, enough for SetCustomMiningJob; a channel
   * within 60 s, then a message at least every 15 minutes.
   */
  public static ProtocolSupport mining(long supportedFlags, long answeredFlags) {
    return new ProtocolSupport(
        Protocol.MINING,
        VERSION,
        VERSION,
        supportedFlags,
        answeredFlags,
        128 * 1024,
        Duration.ofSeconds(60),
        Duration.ofMinutes(15));
  }

  /**
   * Template distribution: payloads of up to 128 KiB, enough for SubmitSolution; constraints within
   * 10 s, then silence for as long as no block is found.
   */
  public static ProtocolSupport templateDistribution() {
    return new ProtocolSupport(
        Protocol.TEMPLATE_DISTRIBUTION,
        VERSION,
        VERSION,
        0,
        0,
        128 * 1024,
        Duration.ofSeconds(10),
        Duration.ofDays(365));
  }

  /** A copy with other deadlines. */
  public ProtocolSupport withTimeouts(Duration firstMessage, Duration inactivity) {
    return new ProtocolSupport(
        protocol,
        minVersion,
        maxVersion,
        supportedFlags,
        answeredFlags,
        maxPayload,
        firstMessage,
        inactivity);
  }
}
