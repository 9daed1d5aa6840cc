package io.sv2.noise;

import io.sv2.noise.secp256k1.Secp256k1;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.security.auth.Destroyable;

/**
 * A server's static key, which its certificate vouches for (section 4.5.3): made once when the
 * server starts and used for all its connections. Thread-safe.
 */
public final class StaticKeyPair implements Destroyable {
  private final KeyPair keyPair;
  private final byte[] publicKeyX;

  StaticKeyPair(KeyPair keyPair) {
    this.keyPair = keyPair;
    this.publicKeyX = Secp256k1.standard().ellSwiftDecode(keyPair.ellSwift());
  }

  /** A fresh key. */
  public static StaticKeyPair generate(SecureRandom random) {
    return new StaticKeyPair(KeyPair.generate(Secp256k1.standard(), random));
  }

  /**
   * Reads what {@link #toBase58} wrote. The key is the same, its ElligatorSwift encoding another of
   * the many that it has.
   *
   * @throws KeyFormatException when it is not one, with the reason
   */
  public static StaticKeyPair parse(String text, SecureRandom random) {
    byte[] secret = SecretText.decode(text, "static key");
    try {
      return new StaticKeyPair(
          new KeyPair(secret, Secp256k1.standard().ellSwiftCreate(secret, random)));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /**
   * The secret as text, Base58Check of its 32 bytes, for a server that wants to keep its key: to be
   * written where only the server can read it.
   *
   * @throws IllegalStateException after {@link #destroy()}
   */
  public String toBase58() {
    return keyPair.secretText();
  }

  /** The x-coordinate of the public key, 32 bytes: what the authority signs. */
  public byte[] publicKeyX() {
    return publicKeyX.clone();
  }

  /** The ElligatorSwift encoding of the public key, 64 bytes: what act 2 carries, sealed. */
  public byte[] ellSwift() {
    return keyPair.ellSwift();
  }

  KeyPair keyPair() {
    return keyPair;
  }

  /** Overwrites the secret; handshakes with this key fail from now on. */
  @Override
  public void destroy() {
    keyPair.destroy();
  }

  @Override
  public boolean isDestroyed() {
    return keyPair.isDestroyed();
  }

  /** Names the public key, never the secret. */
  @Override
  public String toString() {
    return "StaticKeyPair[x=" + HexFormat.of().formatHex(publicKeyX) + "]";
  }
}
