package io.sv2.noise;

/**
 * A handshake that failed (section 4.5); nothing more can be done with the connection.
 *
 * <p>What somebody may want to look at more closely has a class of its own; {@link #reason()} tells
 * them all apart.
 */
public sealed class NoiseHandshakeException extends NoiseException
    permits CertificateTimeException,
        HandshakeTimeoutException,
        NotNoiseException,
        TruncatedActException,
        WrongAuthorityException {
  private static final long serialVersionUID = 1L;

  /** Why the handshake failed; a metric may use the names as labels. */
  public enum Reason {
    /** What came is of another protocol: {@link NotNoiseException}. */
    NOT_NOISE,
    /** An act with too many bytes, or too few handed over. */
    WRONG_LENGTH,
    /** The peer closed before its act was complete: {@link TruncatedActException}. */
    TRUNCATED_ACT,
    /** An act was not complete in time: {@link HandshakeTimeoutException}. */
    TIMEOUT,
    /** A part of act 2 that was not sealed with the agreed key. */
    DECRYPTION_FAILED,
    /** A certificate of a version that is not accepted. */
    CERTIFICATE_VERSION,
    /** A certificate that the pinned authority has not signed: {@link WrongAuthorityException}. */
    WRONG_AUTHORITY,
    /** {@code valid_from} is in the future: {@link CertificateTimeException}. */
    CERTIFICATE_NOT_YET_VALID,
    /** {@code not_valid_after} is in the past: {@link CertificateTimeException}. */
    CERTIFICATE_EXPIRED
  }

  private final Reason reason;

  NoiseHandshakeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * An act with more bytes than it may have: nothing follows it before it has been answered.
   *
   * @param act 1 or 2
   * @param expected bytes that it has
   */
  public static NoiseHandshakeException tooLong(int act, int expected) {
    return new NoiseHandshakeException(
        Reason.WRONG_LENGTH,
        "more than the %d bytes of handshake act %d came".formatted(expected, act));
  }

  /** Why the handshake failed. */
  public Reason reason() {
    return reason;
  }
}
