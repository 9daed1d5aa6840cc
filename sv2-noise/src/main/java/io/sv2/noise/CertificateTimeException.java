package io.sv2.noise;

import java.time.Duration;
import java.time.Instant;

/** The server's certificate is not yet valid, or has expired (section 4.5.3). */
public final class CertificateTimeException extends NoiseHandshakeException {
  private static final long serialVersionUID = 1L;

  private final Instant validFrom;
  private final Instant notValidAfter;
  private final Instant localTime;
  private final Duration missedBy;

  private CertificateTimeException(
      Reason reason, String what, Certificate certificate, Instant localTime, Duration missedBy) {
    super(reason, what);
    this.validFrom = certificate.validFrom();
    this.notValidAfter = certificate.notValidAfter();
    this.localTime = localTime;
    this.missedBy = missedBy;
  }

  static CertificateTimeException early(
      Certificate certificate, Instant now, Duration early, Duration skew) {
    return new CertificateTimeException(
        Reason.CERTIFICATE_NOT_YET_VALID,
        "the server's certificate is not yet valid: valid_from %s is %s ahead of the local clock"
                .formatted(certificate.validFrom(), seconds(early))
            + clocks(now, skew),
        certificate,
        now,
        early);
  }

  static CertificateTimeException late(
      Certificate certificate, Instant now, Duration late, Duration skew) {
    return new CertificateTimeException(
        Reason.CERTIFICATE_EXPIRED,
        "the server's certificate has expired: not_valid_after %s is %s behind the local clock"
                .formatted(certificate.notValidAfter(), seconds(late))
            + clocks(now, skew),
        certificate,
        now,
        late);
  }

  private static String clocks(Instant now, Duration skew) {
    return " %s (%s are tolerated); compare the clocks of both machines"
        .formatted(now, seconds(skew));
  }

  private static String seconds(Duration duration) {
    long full = duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
    return full + " s";
  }

  /** The first second in which the certificate is valid. */
  public Instant validFrom() {
    return validFrom;
  }

  /** The last second in which it is. */
  public Instant notValidAfter() {
    return notValidAfter;
  }

  /** What the local clock showed. */
  public Instant localTime() {
    return localTime;
  }

  /** How far the local clock is from the nearer of the two; more than was tolerated. */
  public Duration missedBy() {
    return missedBy;
  }
}
