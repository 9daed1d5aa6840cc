package io.sv2.noise;

import io.sv2.noise.secp256k1.Secp256k1;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a client judges the servers it connects to; begins with {@link #pinned} or, said out loud,
 * with {@link #unauthenticated()}.
 *
 * @param authority the authority that must have signed the server's certificate; empty for no
 *     authentication, where anyone in between can read and change everything
 * @param knownAuthorities others that the user knows, so that an error can say whose server it is;
 *     trusted for nothing
 * @param certificateVersions versions of the certificate's format that are accepted: 0 and 1 unless
 *     set, since the specification gives none, the reference writes 0 and a C pool 1
 * @param clockSkew by how much the certificate's times may miss the local clock, 0 s to 1 day; 10 s
 *     unless set
 * @param clock the local clock
 * @param random where ephemeral keys come from
 * @param curve the provider of elliptic curve operations
 * @param ciphers the implementation of ChaCha20-Poly1305
 */
public record NoiseInitiatorConfig(
    Optional<AuthorityPublicKey> authority,
    Set<AuthorityPublicKey> knownAuthorities,
    Set<Integer> certificateVersions,
    Duration clockSkew,
    Clock clock,
    SecureRandom random,
    Secp256k1 curve,
    ChaCha20Poly1305 ciphers) {
  private static final Duration MAX_SKEW = Duration.ofDays(1);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when the skew is out of range, or no version from 0 to 65,535
   *     is accepted
   */
  public NoiseInitiatorConfig {
    knownAuthorities = Set.copyOf(knownAuthorities);
    certificateVersions = Set.copyOf(certificateVersions);
    if (certificateVersions.isEmpty()
        || certificateVersions.stream().anyMatch(v -> v < 0 || v > 0xffff)) {
      throw new IllegalArgumentException(
          "certificate versions must be some of 0 to 65,535, not " + certificateVersions);
    }
    if (clockSkew.isNegative() || clockSkew.compareTo(MAX_SKEW) > 0) {
      throw new IllegalArgumentException("clock skew must be 0 s to 1 day, not " + clockSkew);
    }
  }

  /** Only servers whose certificate this authority has signed. */
  public static NoiseInitiatorConfig pinned(AuthorityPublicKey authority) {
    return withDefaults(Optional.of(authority));
  }

  /**
   * Any server: the connection is encrypted, but nothing says with whom. The times of the
   * certificate are checked all the same.
   */
  public static NoiseInitiatorConfig unauthenticated() {
    return withDefaults(Optional.empty());
  }

  private static NoiseInitiatorConfig withDefaults(Optional<AuthorityPublicKey> authority) {
    return new NoiseInitiatorConfig(
        authority,
        Set.of(),
        Set.of(0, 1),
        Duration.ofSeconds(10),
        Clock.systemUTC(),
        new SecureRandom(),
        Secp256k1.standard(),
        ChaCha20Poly1305.standard());
  }

  /** The same, able to name these authorities in an error. */
  public NoiseInitiatorConfig withKnownAuthorities(Set<AuthorityPublicKey> others) {
    return new NoiseInitiatorConfig(
        authority, others, certificateVersions, clockSkew, clock, random, curve, ciphers);
  }

  /** The same with other accepted certificate versions. */
  public NoiseInitiatorConfig withCertificateVersions(Set<Integer> versions) {
    return new NoiseInitiatorConfig(
        authority, knownAuthorities, versions, clockSkew, clock, random, curve, ciphers);
  }

  /** The same with another tolerance for clocks. */
  public NoiseInitiatorConfig withClockSkew(Duration skew) {
    return new NoiseInitiatorConfig(
        authority, knownAuthorities, certificateVersions, skew, clock, random, curve, ciphers);
  }

  /** The same with another clock. */
  public NoiseInitiatorConfig withClock(Clock other) {
    return new NoiseInitiatorConfig(
        authority, knownAuthorities, certificateVersions, clockSkew, other, random, curve, ciphers);
  }

  /** The same with another source of randomness. */
  public NoiseInitiatorConfig withRandom(SecureRandom other) {
    return new NoiseInitiatorConfig(
        authority, knownAuthorities, certificateVersions, clockSkew, clock, other, curve, ciphers);
  }

  /** The same with another provider of elliptic curve operations. */
  public NoiseInitiatorConfig withCurve(Secp256k1 other) {
    return new NoiseInitiatorConfig(
        authority, knownAuthorities, certificateVersions, clockSkew, clock, random, other, ciphers);
  }

  /** The same with another implementation of ChaCha20-Poly1305. */
  public NoiseInitiatorConfig withCiphers(ChaCha20Poly1305 other) {
    return new NoiseInitiatorConfig(
        authority, knownAuthorities, certificateVersions, clockSkew, clock, random, curve, other);
  }
}
