package io.sv2.noise;

import java.util.Optional;

/** The server's certificate is not signed by the authority that is pinned (section 4.5.3). */
public final class WrongAuthorityException extends NoiseHandshakeException {
  private static final long serialVersionUID = 1L;

  private final transient AuthorityPublicKey expected;
  private final transient Optional<AuthorityPublicKey> actual;

  WrongAuthorityException(AuthorityPublicKey expected, Optional<AuthorityPublicKey> actual) {
    super(
        Reason.WRONG_AUTHORITY,
        "the server's certificate is not signed by the expected authority "
            + expected
            + actual
                .map(key -> " but by " + key + ", which is known: is this the address of another?")
                .orElse("; another server answers, or its authority key has changed"));
    this.expected = expected;
    this.actual = actual;
  }

  /** The authority that is pinned. */
  public AuthorityPublicKey expected() {
    return expected;
  }

  /**
   * The one of {@link NoiseInitiatorConfig#knownAuthorities} that has signed; empty when none has:
   * a signature does not tell whose it is.
   */
  public Optional<AuthorityPublicKey> actual() {
    return actual;
  }
}
