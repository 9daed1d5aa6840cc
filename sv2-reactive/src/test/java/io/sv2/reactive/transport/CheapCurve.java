package io.sv2.reactive.transport;

import io.sv2.noise.secp256k1.Secp256k1;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * For thousands of clients on the machine that serves them: they share one key pair, and nothing is
 * computed twice. What is left to each is what its server's ephemeral key asks for.
 */
final class CheapCurve implements Secp256k1 {
  private final Secp256k1 curve = Secp256k1.standard();
  private final byte[] secret = curve.generateSecret(new SecureRandom());
  private final byte[] encoding = curve.ellSwiftCreate(secret, new SecureRandom());
  private final Map<ByteBuffer, byte[]> done = new ConcurrentHashMap<>();

  private byte[] once(Supplier<byte[]> operation, byte[]... arguments) {
    ByteBuffer key = ByteBuffer.allocate(200);
    for (byte[] argument : arguments) {
      key.put(argument);
    }
    return done.computeIfAbsent(key.flip(), k -> operation.get()).clone(); // who gets it wipes it
  }

  @Override
  public String name() {
    return "cheap";
  }

  @Override
  public byte[] generateSecret(SecureRandom random) {
    return secret.clone();
  }

  @Override
  public byte[] ellSwiftCreate(byte[] ofSecret, SecureRandom random) {
    return encoding.clone();
  }

  @Override
  public boolean isValidPublicKey(byte[] publicKeyX) {
    return curve.isValidPublicKey(publicKeyX);
  }

  @Override
  public byte[] publicKeyX(byte[] ofSecret) {
    return curve.publicKeyX(ofSecret);
  }

  @Override
  public byte[] ellSwiftDecode(byte[] of) {
    return once(() -> curve.ellSwiftDecode(of), of);
  }

  @Override
  public byte[] ecdh(byte[] ours, byte[] ourEllSwift, byte[] theirEllSwift, boolean initiator) {
    return once(() -> curve.ecdh(ours, ourEllSwift, theirEllSwift, initiator), theirEllSwift, ours);
  }

  @Override
  public byte[] sign(byte[] with, byte[] message, SecureRandom random) {
    return curve.sign(with, message, random);
  }

  @Override
  public boolean verify(byte[] publicKeyX, byte[] message, byte[] signature) {
    return once(
            () -> new byte[] {(byte) (curve.verify(publicKeyX, message, signature) ? 1 : 0)},
            publicKeyX,
            message,
            signature)[0]
        == 1;
  }
}
