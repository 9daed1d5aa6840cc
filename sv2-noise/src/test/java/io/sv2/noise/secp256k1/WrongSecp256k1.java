package io.sv2.noise.secp256k1;

import java.security.SecureRandom;

/** A provider that gives the wrong shared secret. */
final class WrongSecp256k1 implements Secp256k1 {
  private final Secp256k1 right;

  WrongSecp256k1(Secp256k1 right) {
    this.right = right;
  }

  @Override
  public String name() {
    return "wrong";
  }

  @Override
  public boolean isValidPublicKey(byte[] publicKeyX) {
    return right.isValidPublicKey(publicKeyX);
  }

  @Override
  public byte[] publicKeyX(byte[] secret) {
    return right.publicKeyX(secret);
  }

  @Override
  public byte[] ellSwiftCreate(byte[] secret, SecureRandom random) {
    return right.ellSwiftCreate(secret, random);
  }

  @Override
  public byte[] ellSwiftDecode(byte[] encoding) {
    return right.ellSwiftDecode(encoding);
  }

  @Override
  public byte[] ecdh(byte[] secret, byte[] ours, byte[] theirs, boolean initiator) {
    byte[] shared = right.ecdh(secret, ours, theirs, initiator);
    shared[31] ^= 1;
    return shared;
  }

  @Override
  public byte[] sign(byte[] secret, byte[] message, SecureRandom random) {
    return right.sign(secret, message, random);
  }

  @Override
  public boolean verify(byte[] publicKeyX, byte[] message, byte[] signature) {
    return right.verify(publicKeyX, message, signature);
  }
}
