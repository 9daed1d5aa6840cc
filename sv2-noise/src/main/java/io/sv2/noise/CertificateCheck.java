package io.sv2.noise;

import io.sv2.noise.NoiseHandshakeException.Reason;
import java.time.Duration;
import java.time.Instant;

/** Server authentication by the initiator (section 4.5.3); the times count without a pin too. */
final class CertificateCheck {
  private CertificateCheck() {}

  static void check(Certificate certificate, byte[] serverKeyX, NoiseInitiatorConfig config) {
    checkVersion(certificate, config);
    checkAuthority(certificate, serverKeyX, config);
    checkTimes(certificate, config.clock().instant(), config.clockSkew());
  }

  private static void checkVersion(Certificate certificate, NoiseInitiatorConfig config) {
    if (!config.certificateVersions().contains(certificate.version())) {
      throw new NoiseHandshakeException(
          Reason.CERTIFICATE_VERSION,
          "the server's certificate has version "
              + certificate.version()
              + ", accepted are "
              + config.certificateVersions().stream().sorted().toList());
    }
  }

  private static void checkAuthority(
      Certificate certificate, byte[] serverKeyX, NoiseInitiatorConfig config) {
    config
        .authority()
        .filter(key -> !certificate.isSignedBy(key, serverKeyX, config.curve()))
        .ifPresent(
            key -> {
              throw new NoiseHandshakeException(
                  Reason.WRONG_AUTHORITY,
                  "the server's certificate is not signed by the expected authority "
                      + key
                      + "; another server answers, or its authority key has changed");
            });
  }

  private static void checkTimes(Certificate certificate, Instant now, Duration skew) {
    Duration early = Duration.between(now, certificate.validFrom());
    if (early.compareTo(skew) > 0) {
      throw new NoiseHandshakeException(
          Reason.CERTIFICATE_NOT_YET_VALID,
          "the server's certificate is not yet valid: valid_from %s is %s ahead of the local clock"
                  .formatted(certificate.validFrom(), seconds(early))
              + clocks(now, skew));
    }
    Duration late = Duration.between(certificate.notValidAfter(), now);
    if (late.compareTo(skew) > 0) {
      throw new NoiseHandshakeException(
          Reason.CERTIFICATE_EXPIRED,
          "the server's certificate has expired: not_valid_after %s is %s behind the local clock"
                  .formatted(certificate.notValidAfter(), seconds(late))
              + clocks(now, skew));
    }
  }

  private static String clocks(Instant now, Duration skew) {
    return " %s (%s are tolerated); compare the clocks of both machines"
        .formatted(now, seconds(skew));
  }

  private static String seconds(Duration duration) {
    long full = duration.getSeconds() + (duration.getNano() > 0 ? 1 : 0);
    return full + " s";
  }
}
