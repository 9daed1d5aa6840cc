package io.sv2.noise;

import io.sv2.noise.secp256k1.Secp256k1;
import java.security.SecureRandom;
import java.util.Arrays;

/** A secret and the one ElligatorSwift encoding of its public key that the peer gets to see. */
final class KeyPair {
  private final byte[] secret;
  private final byte[] ellSwift;
  private boolean destroyed;

  KeyPair(byte[] secret, byte[] ellSwift) {
    this.secret = secret.clone();
    this.ellSwift = ellSwift.clone();
  }

  static KeyPair generate(Secp256k1 curve, SecureRandom random) {
    byte[] secret = curve.generateSecret(random);
    try {
      return new KeyPair(secret, curve.ellSwiftCreate(secret, random));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  byte[] ellSwift() {
    return ellSwift.clone();
  }

  synchronized String secretText() {
    if (destroyed) {
      throw new IllegalStateException("the key pair has been destroyed");
    }
    return Base58Check.encode(secret);
  }

  byte[] ecdh(Secp256k1 curve, byte[] theirEllSwift, boolean initiator) {
    byte[] copy;
    synchronized (this) { // not around the multiplication: a server's static key serves all threads
      if (destroyed) {
        throw new IllegalStateException("the key pair has been destroyed");
      }
      copy = secret.clone();
    }
    try {
      return curve.ecdh(copy, ellSwift, theirEllSwift, initiator);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  synchronized void destroy() {
    destroyed = true;
    Arrays.fill(secret, (byte) 0);
  }

  synchronized boolean isDestroyed() {
    return destroyed;
  }
}
