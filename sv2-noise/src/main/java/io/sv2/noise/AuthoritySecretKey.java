package io.sv2.noise;

import io.sv2.noise.secp256k1.Secp256k1;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;

/**
 * The secret key of a pool's certificate authority, which signs the certificates of its servers
 * (section 4.5.3). Its text is Base58Check of the 32 bytes alone, as the reference writes it.
 *
 * <p>Shown only by {@link #toBase58()}. Thread-safe.
 */
public final class AuthoritySecretKey implements Destroyable {
  private final byte[] secret;
  private final AuthorityPublicKey publicKey;
  private boolean destroyed;

  private AuthoritySecretKey(byte[] secret) {
    this.secret = secret;
    this.publicKey = AuthorityPublicKey.of(Secp256k1.standard().publicKeyX(secret));
  }

  /** A fresh key. */
  public static AuthoritySecretKey generate(SecureRandom random) {
    return new AuthoritySecretKey(Secp256k1.standard().generateSecret(random));
  }

  /**
   * Reads the Base58Check form.
   *
   * @throws KeyFormatException when it is not one, with the reason
   */
  public static AuthoritySecretKey parse(String text) {
    byte[] secret = SecretText.decode(text, "authority secret key");
    return new AuthoritySecretKey(secret);
  }

  /** The public key that miners pin; known also after {@link #destroy()}. */
  public AuthorityPublicKey publicKey() {
    return publicKey;
  }

  /**
   * The secret as text, to be written where only the authority can read it.
   *
   * @throws IllegalStateException after {@link #destroy()}
   */
  public synchronized String toBase58() {
    requireAlive();
    return Base58Check.encode(secret);
  }

  synchronized byte[] sign(byte[] message, SecureRandom random) {
    requireAlive();
    return Secp256k1.standard().sign(secret, message, random);
  }

  /** Overwrites the secret; nothing can be signed any more. */
  @Override
  public synchronized void destroy() {
    destroyed = true;
    Arrays.fill(secret, (byte) 0);
  }

  @Override
  public synchronized boolean isDestroyed() {
    return destroyed;
  }

  /** Names the public key, never the secret. */
  @Override
  public String toString() {
    return "AuthoritySecretKey[of " + publicKey + "]";
  }

  private void requireAlive() {
    if (destroyed) {
      throw new IllegalStateException("the authority secret key has been destroyed");
    }
  }
}
