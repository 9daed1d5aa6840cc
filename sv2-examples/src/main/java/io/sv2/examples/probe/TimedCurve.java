package io.sv2.examples.probe;

import io.sv2.noise.secp256k1.Secp256k1;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Counts the time of a handshake's operations on the curve, next to which the rest is nothing. */
final class TimedCurve implements Secp256k1 {
  private final Secp256k1 curve;
  private final LongAdder nanos = new LongAdder();

  TimedCurve(Secp256k1 curve) {
    this.curve = curve;
  }

  Duration computed() {
    return Duration.ofNanos(nanos.sum());
  }

  private <R> R timed(Supplier<R> operation) {
    long start = System.nanoTime();
    R result = operation.get();
    nanos.add(System.nanoTime() - start);
    return result;
  }

  @Override
  public String name() {
    return curve.name();
  }

  @Override
  public byte[] generateSecret(SecureRandom random) {
    return timed(() -> curve.generateSecret(random));
  }

  @Override
  public boolean isValidSecret(byte[] secret) {
    return timed(() -> curve.isValidSecret(secret));
  }

  @Override
  public boolean isValidPublicKey(byte[] publicKeyX) {
    return timed(() -> curve.isValidPublicKey(publicKeyX));
  }

  @Override
  public byte[] publicKeyX(byte[] secret) {
    return timed(() -> curve.publicKeyX(secret));
  }

  @Override
  public byte[] ellSwiftCreate(byte[] secret, SecureRandom random) {
    return timed(() -> curve.ellSwiftCreate(secret, random));
  }

  @Override
  public byte[] ellSwiftDecode(byte[] encoding) {
    return timed(() -> curve.ellSwiftDecode(encoding));
  }

  @Override
  public byte[] ecdh(byte[] secret, byte[] ourEllSwift, byte[] theirEllSwift, boolean initiator) {
    return timed(() -> curve.ecdh(secret, ourEllSwift, theirEllSwift, initiator));
  }

  @Override
  public byte[] sign(byte[] secret, byte[] message, SecureRandom random) {
    return timed(() -> curve.sign(secret, message, random));
  }

  @Override
  public boolean verify(byte[] publicKeyX, byte[] message, byte[] signature) {
    return timed(() -> curve.verify(publicKeyX, message, signature));
  }
}
