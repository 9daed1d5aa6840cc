package io.sv2.noise;

import io.sv2.noise.secp256k1.Secp256k1;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/**
 * What a server shows to those who connect; begins with {@link #of}.
 *
 * @param authority signs the server's certificates
 * @param staticKey the server's own key; a fresh one unless set
 * @param certificateValidity how long a certificate is valid from the moment it is signed, 1 s to
 *     100 years; 1 hour unless set. It is renewed after half of it
 * @param clock the local clock
 * @param random where ephemeral keys and signatures take their randomness from
 * @param curve the provider of elliptic curve operations
 * @param ciphers the implementation of ChaCha20-Poly1305
 */
public record NoiseResponderConfig(
    AuthoritySecretKey authority,
    StaticKeyPair staticKey,
    Duration certificateValidity,
    Clock clock,
    SecureRandom random,
    Secp256k1 curve,
    ChaCha20Poly1305 ciphers) {
  private static final Duration MIN_VALIDITY = Duration.ofSeconds(1);
  private static final Duration MAX_VALIDITY = Duration.ofDays(36_525);

  /**
   * Checks the range of the validity.
   *
   * @throws IllegalArgumentException when it is not 1 s to 100 years
   */
  public NoiseResponderConfig {
    if (certificateValidity.compareTo(MIN_VALIDITY) < 0
        || certificateValidity.compareTo(MAX_VALIDITY) > 0) {
      throw new IllegalArgumentException(
          "certificate validity must be 1 s to 100 years, not " + certificateValidity);
    }
  }

  /** A server of this authority, with a fresh static key. */
  public static NoiseResponderConfig of(AuthoritySecretKey authority) {
    SecureRandom random = new SecureRandom();
    return new NoiseResponderConfig(
        authority,
        StaticKeyPair.generate(random),
        Duration.ofHours(1),
        Clock.systemUTC(),
        random,
        Secp256k1.standard(),
        ChaCha20Poly1305.standard());
  }

  /** The same with another static key. */
  public NoiseResponderConfig withStaticKey(StaticKeyPair other) {
    return new NoiseResponderConfig(
        authority, other, certificateValidity, clock, random, curve, ciphers);
  }

  /** The same with certificates that are valid for another time. */
  public NoiseResponderConfig withCertificateValidity(Duration validity) {
    return new NoiseResponderConfig(authority, staticKey, validity, clock, random, curve, ciphers);
  }

  /** The same with another clock. */
  public NoiseResponderConfig withClock(Clock other) {
    return new NoiseResponderConfig(
        authority, staticKey, certificateValidity, other, random, curve, ciphers);
  }

  /** The same with another source of randomness. */
  public NoiseResponderConfig withRandom(SecureRandom other) {
    return new NoiseResponderConfig(
        authority, staticKey, certificateValidity, clock, other, curve, ciphers);
  }

  /** The same with another provider of elliptic curve operations. */
  public NoiseResponderConfig withCurve(Secp256k1 other) {
    return new NoiseResponderConfig(
        authority, staticKey, certificateValidity, clock, random, other, ciphers);
  }

  /** The same with another implementation of ChaCha20-Poly1305. */
  public NoiseResponderConfig withCiphers(ChaCha20Poly1305 other) {
    return new NoiseResponderConfig(
        authority, staticKey, certificateValidity, clock, random, curve, other);
  }
}
