package io.sv2.noise;

/** A record that cannot be sealed or opened any more (section 4.6); the session is dead. */
public final class NoiseTransportException extends NoiseException {
  private static final long serialVersionUID = 1L;

  /** Why the session ended. */
  public enum Reason {
    /** A record was altered, replayed, left out, put out of order or cut at the wrong place. */
    BAD_MAC,
    /** One direction has used up its nonces. */
    NONCE_EXHAUSTED,
    /** The session had ended before: after an earlier error, or by {@code destroy()}. */
    SESSION_DEAD
  }

  private final Reason reason;

  NoiseTransportException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why the session ended. */
  public Reason reason() {
    return reason;
  }
}
