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
    AuthorityPublicKey expected = config.authority().orElse(null);
    if (expected != null && !certificate.isSignedBy(expected, serverKeyX, config.curve())) {
      throw new WrongAuthorityException(
          expected,
          config.knownAuthorities().stream()
              .filter(known -> certificate.isSignedBy(known, serverKeyX, config.curve()))
              .findFirst());
    }
  }

  private static void checkTimes(Certificate certificate, Instant now, Duration skew) {
    Duration early = Duration.between(now, certificate.validFrom());
    if (early.compareTo(skew) > 0) {
      throw CertificateTimeException.early(certificate, now, early, skew);
    }
    Duration late = Duration.between(certificate.notValidAfter(), now);
    if (late.compareTo(skew) > 0) {
      throw CertificateTimeException.late(certificate, now, late, skew);
    }
  }
}
