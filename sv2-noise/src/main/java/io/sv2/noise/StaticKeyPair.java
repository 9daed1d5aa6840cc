package io.sv2.noise;

import io.sv2.noise.secp256k1.Secp256k1;
import java.security.SecureRandom;
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
