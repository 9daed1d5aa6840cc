package io.sv2.reactive;

/**
 * How many connections a server lets in. Who comes on top is closed at once, before it costs a
 * handshake, and counted.
 *
 * @param maxConnections open connections in all
 * @param maxPerAddress open connections from one address; the addresses of one IPv6 /64 count as
 *     one
 * @param maxHandshaking connections whose handshake is not finished
 * @param maxAwaitingSetup connections that have not sent SetupConnection
 * @param maxWithoutChannel connections that are set up and have opened no channel, or, where there
 *     are no channels, sent nothing
 * @param handshakesPerAddressPerMinute handshakes that one address may begin in a minute; addresses
 *     count as above. A pool that serves homes and no farms does well with 30
 * @param addressesRemembered addresses whose handshakes are counted, those heard of last
 */
public record AdmissionConfig(
    int maxConnections,
    int maxPerAddress,
    int maxHandshaking,
    int maxAwaitingSetup,
    int maxWithoutChannel,
    int handshakesPerAddressPerMinute,
    int addressesRemembered) {
  private static final int AS_MANY_AS_COME = 1_000_000_000;

  /**
   * 10,000 connections, half of them from one address (a farm behind one router is large), and at
   * most 4,096 in each state before the first channel. 6,000 handshakes a minute from one address:
   * such a farm can come back at once, and whoever abuses it costs a few percent of a processor.
   */
  public static final AdmissionConfig DEFAULT =
      new AdmissionConfig(10_000, 5_000, 4_096, 4_096, 4_096, 6_000, 10_000);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is not positive
   */
  public AdmissionConfig {
    Limits.positive("maxConnections", maxConnections);
    Limits.positive("maxPerAddress", maxPerAddress);
    Limits.positive("maxHandshaking", maxHandshaking);
    Limits.positive("maxAwaitingSetup", maxAwaitingSetup);
    Limits.positive("maxWithoutChannel", maxWithoutChannel);
    Limits.positive("handshakesPerAddressPerMinute", handshakesPerAddressPerMinute);
    Limits.positive("addressesRemembered", addressesRemembered);
  }

  /** {@code connections} in all, wherever they come from, in whatever state, however often. */
  public static AdmissionConfig ofConnections(int connections) {
    return new AdmissionConfig(
        connections,
        connections,
        connections,
        connections,
        connections,
        AS_MANY_AS_COME,
        DEFAULT.addressesRemembered);
  }

  /** A copy with another bound for handshakes that one address begins in a minute. */
  public AdmissionConfig withHandshakesPerAddressPerMinute(int handshakes) {
    return new AdmissionConfig(
        maxConnections,
        maxPerAddress,
        maxHandshaking,
        maxAwaitingSetup,
        maxWithoutChannel,
        handshakes,
        addressesRemembered);
  }
}
