package io.sv2.noise;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The variables {@code ck}, {@code h} and {@code k} that both sides keep during the handshake, and
 * the operations on them (section 4.4.2).
 */
final class SymmetricState {
  static final String PROTOCOL_NAME = "Noise_NX_Secp256k1+EllSwift_ChaChaPoly_SHA256";
  static final byte[] EMPTY = new byte[0];

  private final ChaCha20Poly1305 ciphers;
  private byte[] ck;
  private byte[] h;
  private @Nullable CipherState k;

  SymmetricState(ChaCha20Poly1305 ciphers) {
    this.ciphers = ciphers;
    ck = Sha256.hash(PROTOCOL_NAME.getBytes(StandardCharsets.US_ASCII));
    h = Sha256.hash(ck);
  }

  byte[] chainingKey() {
    return ck.clone();
  }

  byte[] handshakeHash() {
    return h.clone();
  }

  void mixHash(byte[] data) {
    h = Sha256.hash(h, data);
  }

  /** Wipes {@code inputKeyMaterial} when it is mixed in. */
  void mixKey(byte[] inputKeyMaterial) {
    byte[][] outputs = Sha256.hkdf(ck, inputKeyMaterial);
    destroy();
    ck = outputs[0];
    k = new CipherState(ciphers.forKey(outputs[1]));
    wipe(inputKeyMaterial);
    wipe(outputs[1]);
  }

  byte[] encryptAndHash(byte[] plaintext) {
    byte[] ciphertext = plaintext;
    if (k != null) {
      ciphertext = new byte[plaintext.length + Aead.MAC_LENGTH];
      k.seal(h, plaintext, 0, plaintext.length, ciphertext, 0);
    }
    mixHash(ciphertext);
    return ciphertext;
  }

  /** The plaintext, or null when the MAC does not match. */
  byte @Nullable [] decryptAndHash(byte[] ciphertext) {
    byte[] plaintext = ciphertext;
    if (k != null) {
      plaintext = new byte[ciphertext.length - Aead.MAC_LENGTH];
      if (!k.open(h, ciphertext, 0, ciphertext.length, plaintext, 0)) {
        return null;
      }
    }
    mixHash(ciphertext);
    return plaintext;
  }

  /** The session, for which the first key seals from the initiator to the responder. */
  NoiseSession split(boolean initiator) {
    byte[][] keys = Sha256.hkdf(ck, EMPTY);
    CipherState c1 = new CipherState(ciphers.forKey(keys[0]));
    CipherState c2 = new CipherState(ciphers.forKey(keys[1]));
    wipe(keys[0]);
    wipe(keys[1]);
    destroy();
    return initiator ? new NoiseSession(c1, c2, h) : new NoiseSession(c2, c1, h);
  }

  /** Overwrites the keys; the handshake hash stays. */
  void destroy() {
    wipe(ck);
    if (k != null) {
      k.destroy();
      k = null;
    }
  }

  private static void wipe(byte[] bytes) {
    Arrays.fill(bytes, (byte) 0);
  }
}
