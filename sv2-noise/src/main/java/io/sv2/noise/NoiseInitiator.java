package io.sv2.noise;

import io.sv2.noise.NoiseHandshakeException.Reason;
import io.sv2.noise.secp256k1.Secp256k1;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one handshake (section 4.5): {@link #act1()} is sent, the answer handed to
 * {@link #act2}, and the session is there. Not thread-safe; good for one connection.
 */
public final class NoiseInitiator {
  /** Bytes of act 1. */
  public static final int ACT_1_LENGTH = Secp256k1.ELLSWIFT_LENGTH;

  /** Bytes of act 2: two encoded keys and a certificate, the latter two sealed. */
  public static final int ACT_2_LENGTH =
      2 * Secp256k1.ELLSWIFT_LENGTH + Certificate.LENGTH + 2 * Aead.MAC_LENGTH;

  private static final int STATIC_KEY_END = 2 * Secp256k1.ELLSWIFT_LENGTH + Aead.MAC_LENGTH;

  private enum Step {
    ACT_1,
    ACT_2,
    OVER
  }

  private final NoiseInitiatorConfig config;
  private final KeyPair ephemeral;
  private final SymmetricState state;
  private Step step = Step.ACT_1;
  private @Nullable Certificate serverCertificate;
  private byte @Nullable [] serverStaticKeyX;

  /** A handshake with a fresh ephemeral key. */
  public NoiseInitiator(NoiseInitiatorConfig config) {
    this(config, KeyPair.generate(config.curve(), config.random()));
  }

  NoiseInitiator(NoiseInitiatorConfig config, KeyPair ephemeral) {
    this.config = config;
    this.ephemeral = ephemeral;
    this.state = new SymmetricState(config.ciphers());
  }

  /**
   * The {@value #ACT_1_LENGTH} bytes that open the handshake (section 4.5.1.1).
   *
   * @throws IllegalStateException when they have been taken before
   */
  public byte[] act1() {
    advance(Step.ACT_1, Step.ACT_2);
    byte[] e = ephemeral.ellSwift();
    state.mixHash(e);
    state.encryptAndHash(SymmetricState.EMPTY);
    return e;
  }

  /**
   * Takes the server's answer and judges its certificate (sections 4.5.2.2 and 4.5.3). Whatever the
   * outcome, the handshake is over.
   *
   * @param act2 {@value #ACT_2_LENGTH} bytes
   * @throws NoiseHandshakeException when the answer is not right or not trusted
   * @throws IllegalStateException when act 1 has not been taken, or act 2 came before
   */
  public NoiseSession act2(byte[] act2) {
    advance(Step.ACT_2, Step.OVER);
    try {
      return finish(act2);
    } finally {
      destroy();
    }
  }

  private NoiseSession finish(byte[] act2) {
    if (act2.length != ACT_2_LENGTH) {
      throw new NoiseHandshakeException(
          Reason.WRONG_LENGTH, "act 2 must have " + ACT_2_LENGTH + " bytes, not " + act2.length);
    }
    OtherProtocol other = OtherProtocol.recognize(act2, act2.length).orElse(null);
    if (other != null) {
      throw new NotNoiseException(2, other);
    }
    byte[] re = Arrays.copyOf(act2, Secp256k1.ELLSWIFT_LENGTH);
    state.mixHash(re);
    state.mixKey(ephemeral.ecdh(config.curve(), re, true));
    byte[] rs = open(act2, Secp256k1.ELLSWIFT_LENGTH, STATIC_KEY_END, "the server's static key");
    state.mixKey(ephemeral.ecdh(config.curve(), rs, true));
    byte[] message = open(act2, STATIC_KEY_END, ACT_2_LENGTH, "the server's certificate");
    Certificate certificate = Certificate.parse(message);
    byte[] rsX = config.curve().ellSwiftDecode(rs);
    serverCertificate = certificate;
    serverStaticKeyX = rsX;
    CertificateCheck.check(certificate, rsX, config);
    return state.split(true);
  }

  private byte[] open(byte[] act2, int from, int to, String what) {
    byte[] plaintext = state.decryptAndHash(Arrays.copyOfRange(act2, from, to));
    if (plaintext == null) {
      throw new NoiseHandshakeException(
          Reason.DECRYPTION_FAILED,
          "bytes %d to %d of act 2, %s, cannot be decrypted: altered on the way, or not an answer"
                  .formatted(from, to - 1, what)
              + " to this act 1");
    }
    return plaintext;
  }

  /**
   * The certificate that came with act 2, whether or not it was accepted: what to show a user who
   * asks why a server is refused.
   *
   * @throws IllegalStateException when none has been decrypted
   */
  public Certificate serverCertificate() {
    if (serverCertificate == null) {
      throw new IllegalStateException("no certificate has been received");
    }
    return serverCertificate;
  }

  /**
   * The x-coordinate, 32 bytes, of the static key that the server has shown: what its certificate
   * is about, known whether or not that was accepted.
   *
   * @throws IllegalStateException when no certificate has been decrypted
   */
  public byte[] serverStaticKeyX() {
    if (serverStaticKeyX == null) {
      throw new IllegalStateException("no certificate has been received");
    }
    return serverStaticKeyX.clone();
  }

  /** Overwrites the keys of an unfinished handshake; without effect on a session. */
  public void destroy() {
    step = Step.OVER;
    ephemeral.destroy();
    state.destroy();
  }

  private void advance(Step expected, Step next) {
    if (step != expected) {
      throw new IllegalStateException(
          "the handshake is at " + step + ", this belongs to " + expected);
    }
    step = next;
  }
}
