package io.sv2.noise;

/** A handshake that failed (section 4.5); nothing more can be done with the connection. */
public final class NoiseHandshakeException extends NoiseException {
  private static final long serialVersionUID = 1L;

  /** Why the handshake failed. */
  public enum Reason {
    /** An act with too many or too few bytes. */
    WRONG_LENGTH,
    /** A part of act 2 that was not sealed with the agreed key. */
    DECRYPTION_FAILED,
    /** A certificate of a version that is not accepted. */
    CERTIFICATE_VERSION,
    /** A certificate that the pinned authority has not signed. */
    WRONG_AUTHORITY,
    /** A certificate whose {@code valid_from} is in the future. */
    CERTIFICATE_NOT_YET_VALID,
    /** A certificate whose {@code not_valid_after} is in the past. */
    CERTIFICATE_EXPIRED
  }

  private final Reason reason;

  NoiseHandshakeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why the handshake failed. */
  public Reason reason() {
    return reason;
  }
}
