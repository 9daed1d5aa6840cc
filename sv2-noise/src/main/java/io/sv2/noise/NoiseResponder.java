package io.sv2.noise;

import io.sv2.noise.NoiseHandshakeException.Reason;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one handshake (section 4.5): {@link #respond} turns act 1 into act 2, then
 * {@link #session()} is there. Not thread-safe; good for one connection.
 */
public final class NoiseResponder {
  private final CertificateIssuer issuer;
  private final NoiseResponderConfig config;
  private final @Nullable KeyPair fixedEphemeral;
  private boolean used;
  private @Nullable NoiseSession session;

  /** A handshake that shows this issuer's certificate; makes no key before act 1 is there. */
  public NoiseResponder(CertificateIssuer issuer) {
    this(issuer, null);
  }

  NoiseResponder(CertificateIssuer issuer, @Nullable KeyPair fixedEphemeral) {
    this.issuer = issuer;
    this.config = issuer.config();
    this.fixedEphemeral = fixedEphemeral;
  }

  /**
   * The {@value NoiseInitiator#ACT_2_LENGTH} bytes of act 2 (sections 4.5.1.2 and 4.5.2.1).
   *
   * @param act1 {@value NoiseInitiator#ACT_1_LENGTH} bytes, of which none can be wrong: a garbled
   *     act 1 shows only when the client cannot open the answer
   * @throws NoiseHandshakeException when there are more or less of them, or they are of another
   *     protocol
   * @throws IllegalStateException when called before, or when a key has been destroyed
   */
  public byte[] respond(byte[] act1) {
    if (used) {
      throw new IllegalStateException("act 1 has been answered; a responder serves one connection");
    }
    used = true;
    if (act1.length != NoiseInitiator.ACT_1_LENGTH) {
      throw new NoiseHandshakeException(
          Reason.WRONG_LENGTH,
          "act 1 must have " + NoiseInitiator.ACT_1_LENGTH + " bytes, not " + act1.length);
    }
    OtherProtocol other = OtherProtocol.recognize(act1, act1.length).orElse(null);
    if (other != null) {
      throw new NotNoiseException(1, other);
    }
    Certificate certificate = issuer.current();
    KeyPair ephemeral =
        fixedEphemeral != null ? fixedEphemeral : KeyPair.generate(config.curve(), config.random());
    SymmetricState state = new SymmetricState(config.ciphers());
    try {
      byte[] act2 = answer(act1.clone(), state, ephemeral, certificate);
      session = state.split(false);
      return act2;
    } finally {
      ephemeral.destroy();
      state.destroy();
    }
  }

  private byte[] answer(
      byte[] re, SymmetricState state, KeyPair ephemeral, Certificate certificate) {
    KeyPair staticKey = config.staticKey().keyPair();
    state.mixHash(re);
    state.mixHash(SymmetricState.EMPTY);
    ByteArrayOutputStream act2 = new ByteArrayOutputStream(NoiseInitiator.ACT_2_LENGTH);
    byte[] e = ephemeral.ellSwift();
    act2.writeBytes(e);
    state.mixHash(e);
    state.mixKey(ephemeral.ecdh(config.curve(), re, false));
    act2.writeBytes(state.encryptAndHash(staticKey.ellSwift()));
    state.mixKey(staticKey.ecdh(config.curve(), re, false));
    act2.writeBytes(state.encryptAndHash(certificate.toByteArray()));
    return act2.toByteArray();
  }

  /**
   * The session, always the same one.
   *
   * @throws IllegalStateException when act 1 has not been answered
   */
  public NoiseSession session() {
    if (session == null) {
      throw new IllegalStateException("there is no session before act 1 has been answered");
    }
    return session;
  }
}
