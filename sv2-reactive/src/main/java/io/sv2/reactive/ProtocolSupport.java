package io.sv2.reactive;

import io.sv2.codec.FrameHeader;
import io.sv2.codec.Protocol;
import io.sv2.codec.SetupFlags;
import java.time.Duration;

/**
 * How a server serves one subprotocol.
 *
 * @param protocol which
 * @param minVersion lowest protocol version spoken, from 2 up
 * @param maxVersion highest protocol version spoken
 * @param supportedFlags features a client may ask for; others are refused (section 3.6.3)
 * @param requiredFlags features a client must ask for; a subset of those that are supported
 * @param answeredFlags flags of SetupConnection.Success (section 3.6.2)
 * @param maxPayload largest payload accepted from a client, bytes
 * @param firstMessageTimeout from the setup to the first channel, for mining; to the next message
 *     otherwise
 * @param inactivityTimeout of silence after that
 */
public record ProtocolSupport(
    Protocol protocol,
    int minVersion,
    int maxVersion,
    long supportedFlags,
    long requiredFlags,
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
    Limits.flags("requiredFlags", requiredFlags);
    if ((requiredFlags & ~supportedFlags) != 0) {
      throw new IllegalArgumentException(
          "requiredFlags: what is required is supported too, not 0x"
              + Long.toHexString(requiredFlags)
              + " of 0x"
              + Long.toHexString(supportedFlags));
    }
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
        0,
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
        0,
        128 * 1024,
        Duration.ofSeconds(10),
        Duration.ofDays(365));
  }

  /**
   * Job declaration: payloads of up to 16 MiB, as a declared job may bring all its transactions; a
   * token asked for within 60 s, then silence for at most a day.
   *
   * @param fullTemplate whether jobs may be declared (section 6.1); otherwise the coinbase alone is
   *     what the pool sees
   */
  public static ProtocolSupport jobDeclaration(boolean fullTemplate) {
    return new ProtocolSupport(
        Protocol.JOB_DECLARATION,
        VERSION,
        VERSION,
        fullTemplate ? SetupFlags.DECLARE_TX_DATA : 0,
        0,
        0,
        FrameHeader.MAX_PAYLOAD_LENGTH,
        Duration.ofSeconds(60),
        Duration.ofDays(1));
  }

  /** A copy for clients that ask for these features alone (section 3.6.1). */
  public ProtocolSupport withRequiredFlags(long required) {
    return new ProtocolSupport(
        protocol,
        minVersion,
        maxVersion,
        supportedFlags,
        required,
        answeredFlags,
        maxPayload,
        firstMessageTimeout,
        inactivityTimeout);
  }

  /** A copy with other deadlines. */
  public ProtocolSupport withTimeouts(Duration firstMessage, Duration inactivity) {
    return new ProtocolSupport(
        protocol,
        minVersion,
        maxVersion,
        supportedFlags,
        requiredFlags,
        answeredFlags,
        maxPayload,
        firstMessage,
        inactivity);
  }
}
