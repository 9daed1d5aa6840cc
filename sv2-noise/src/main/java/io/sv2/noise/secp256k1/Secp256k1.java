package io.sv2.noise.secp256k1;

import java.io.IOException;
import java.security.SecureRandom;

/**
 * The operations on secp256k1 that Stratum V2 uses (section 4.3.1), over plain byte arrays.
 *
 * <p>All numbers are big-endian, as in BIP324 and BIP340. A secret is 32 bytes and lies between 1
 * and the group order minus 1. Implementations are thread-safe and keep no argument; arguments of
 * another length, and secrets out of range, are answered with {@link IllegalArgumentException}
 * whose message never contains them.
 */
public interface Secp256k1 {
  /** Bytes of a secret. */
  int SECRET_LENGTH = 32;

  /** Bytes of a public key of which only the x-coordinate is kept. */
  int X_ONLY_LENGTH = 32;

  /** Bytes of an ElligatorSwift encoding of an x-coordinate. */
  int ELLSWIFT_LENGTH = 64;

  /** Bytes of what {@link #ecdh} returns. */
  int SHARED_SECRET_LENGTH = 32;

  /** Bytes of a BIP340 signature. */
  int SIGNATURE_LENGTH = 64;

  /**
   * The system property that names the {@link #standard} provider: {@code fastest} unless set,
   * {@code bouncycastle}, or {@code libsecp256k1}, which then has to be there.
   */
  String PROVIDER_PROPERTY = "sv2.secp256k1";

  /**
   * The fastest provider that works on this machine, or what {@link #PROVIDER_PROPERTY} asks for;
   * always the same in a process.
   *
   * @throws IllegalStateException when the property asks for what there is not
   */
  static Secp256k1 standard() {
    return Secp256k1Providers.standard().provider();
  }

  /** Which provider {@link #standard} is, and why it is no faster one: a line for the log. */
  static String standardExplained() {
    return Secp256k1Providers.standard().explanation();
  }

  /** The provider in Java, which works everywhere. */
  static Secp256k1 bouncyCastle() {
    return BouncyCastleSecp256k1.INSTANCE;
  }

  /**
   * The provider on libsecp256k1, some five times as fast, on Linux. It needs two optional
   * libraries: {@code net.java.dev.jna:jna} and {@code
   * fr.acinq.secp256k1:secp256k1-kmp-jni-jvm-linux}. Tested with known answers when it is loaded.
   *
   * @throws IOException when it cannot be used here, with the reason
   */
  static Secp256k1 libsecp256k1() throws IOException {
    return Secp256k1Providers.libsecp256k1();
  }

  /** The library that does the work, for a person. */
  String name();

  /**
   * A fresh secret of 32 bytes, uniform between 1 and the group order minus 1.
   *
   * @throws IllegalStateException when {@code random} yields no valid secret in 128 attempts, which
   *     only a broken source does
   */
  default byte[] generateSecret(SecureRandom random) {
    byte[] secret = new byte[SECRET_LENGTH];
    for (int attempt = 0; attempt < 128; attempt++) {
      random.nextBytes(secret);
      if (isValidSecret(secret)) {
        return secret;
      }
    }
    throw new IllegalStateException("the source of randomness is broken: no valid secret in 128");
  }

  /** Whether these 32 bytes are a secret: not zero and below the group order. */
  default boolean isValidSecret(byte[] secret) {
    return Arguments.isSecret(secret);
  }

  /** Whether these 32 bytes are the x-coordinate of a point on the curve (BIP340's lift_x). */
  boolean isValidPublicKey(byte[] publicKeyX);

  /** The x-coordinate, 32 bytes, of the public key that belongs to {@code secret}. */
  byte[] publicKeyX(byte[] secret);

  /**
   * A random one of the many ElligatorSwift encodings, 64 bytes, of the public key that belongs to
   * {@code secret} (BIP324, XElligatorSwift).
   *
   * <p>The same randomness gives the same encoding with the same provider, not across providers.
   */
  byte[] ellSwiftCreate(byte[] secret, SecureRandom random);

  /** The x-coordinate, 32 bytes, that 64 bytes encode; every 64 bytes encode one (BIP324). */
  byte[] ellSwiftDecode(byte[] encoding);

  /**
   * The shared secret, 32 bytes, of BIP324's {@code v2_ecdh} (section 4.4.2).
   *
   * @param secret our secret
   * @param ourEllSwift the encoding of our public key that the peer has got
   * @param theirEllSwift the encoding that we got from the peer
   * @param initiator whether we began the handshake; the two sides must differ in it
   */
  byte[] ecdh(byte[] secret, byte[] ourEllSwift, byte[] theirEllSwift, boolean initiator);

  /**
   * A BIP340 signature, 64 bytes, over {@code message}, verified before it is returned.
   *
   * @param random gives BIP340's 32 bytes of auxiliary randomness
   */
  byte[] sign(byte[] secret, byte[] message, SecureRandom random);

  /**
   * Whether {@code signature} is a BIP340 signature over {@code message} by the owner of {@code
   * publicKeyX}; false also where that is no point on the curve.
   */
  boolean verify(byte[] publicKeyX, byte[] message, byte[] signature);
}
