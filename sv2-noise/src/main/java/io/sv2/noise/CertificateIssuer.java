package io.sv2.noise;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Signs a server's certificate once and again before it expires, so that a handshake costs no
 * signature (section 4.5.3). One for each server, shared by its responders; thread-safe.
 */
public final class CertificateIssuer {
  /**
   * How far {@code valid_from} lies before the moment of signing. Without it, a peer whose clock is
   * late would be turned away, and only in the minutes after a renewal.
   */
  public static final Duration BACKDATED = Duration.ofMinutes(10);

  private record Issued(Certificate certificate, Instant from, Instant renewal) {
    boolean isFresh(Instant now) {
      return now.isBefore(renewal) && !now.isBefore(from);
    }
  }

  private final NoiseResponderConfig config;
  private volatile @Nullable Issued issued;

  /** An issuer that signs when it is first asked. */
  public CertificateIssuer(NoiseResponderConfig config) {
    this.config = config;
  }

  /**
   * The certificate to hand out now; signed anew once half of its validity has passed, or when the
   * clock has gone back to before it was signed.
   *
   * @throws IllegalStateException when the authority's key has been destroyed and a signature is
   *     due
   * @throws IllegalArgumentException when the clock shows a time that certificates cannot hold:
   *     before 1970 or after 2106
   */
  public Certificate current() {
    Issued current = issued;
    if (current != null && current.isFresh(config.clock().instant())) {
      return current.certificate();
    }
    return renew();
  }

  NoiseResponderConfig config() {
    return config;
  }

  private synchronized Certificate renew() {
    Instant now = config.clock().instant();
    Issued current = issued;
    if (current == null || !current.isFresh(now)) { // another thread may have been here before
      current = issue(now);
      issued = current;
    }
    return current.certificate();
  }

  private Issued issue(Instant now) {
    Duration validity = config.certificateValidity();
    Certificate certificate =
        Certificate.sign(
            config.authority(),
            config.staticKey().publicKeyX(),
            now.minus(BACKDATED),
            now.plus(validity),
            config.random());
    return new Issued(certificate, now, now.plus(validity.dividedBy(2)));
  }
}
