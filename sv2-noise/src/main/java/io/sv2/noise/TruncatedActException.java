package io.sv2.noise;

/** The peer closed the connection before its handshake message was complete (section 4.5). */
public final class TruncatedActException extends NoiseHandshakeException {
  private static final long serialVersionUID = 1L;

  private final int act;
  private final int received;

  /**
   * Of this act.
   *
   * @param act 1 or 2
   * @param received bytes that came
   * @param expected bytes that it has
   */
  public TruncatedActException(int act, int received, int expected) {
    super(
        Reason.TRUNCATED_ACT,
        "the peer closed the connection after %d of %d bytes of handshake act %d"
                .formatted(received, expected, act)
            + (act == 2 && received == 0
                ? "; it may want no encryption, or be no Stratum V2 server"
                : ""));
    this.act = act;
    this.received = received;
  }

  /** Which message was cut: 1 or 2. */
  public int act() {
    return act;
  }

  /** Bytes that came of it. */
  public int received() {
    return received;
  }
}
