package io.sv2.noise;

import java.time.Duration;

/** The peer's handshake message was not complete in time (section 4.5). */
public final class HandshakeTimeoutException extends NoiseHandshakeException {
  private static final long serialVersionUID = 1L;

  private final int act;
  private final int received;

  /**
   * Of this act.
   *
   * @param act 1 or 2
   * @param received bytes that came
   * @param expected bytes that it has
   * @param after the time that the whole handshake may take
   */
  public HandshakeTimeoutException(int act, int received, int expected, Duration after) {
    super(
        Reason.TIMEOUT,
        "the handshake was not done in %s: %d of %d bytes of act %d came"
            .formatted(after, received, expected, act));
    this.act = act;
    this.received = received;
  }

  /** Which message was awaited: 1 or 2. */
  public int act() {
    return act;
  }

  /** Bytes that came of it; all of them where it was this side that took too long. */
  public int received() {
    return received;
  }
}
