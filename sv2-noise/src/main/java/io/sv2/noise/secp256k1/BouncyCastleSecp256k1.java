package io.sv2.noise.secp256k1;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.BIP340Signer;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.jspecify.annotations.Nullable;

/**
 * The provider on BouncyCastle's field and point arithmetic.
 *
 * <p>Secrets meet only its multiplications with table look-ups that do not depend on them. Java's
 * {@code BigInteger} cannot be wiped, so copies of secrets live until they are collected.
 */
final class BouncyCastleSecp256k1 implements Secp256k1 {
  static final BouncyCastleSecp256k1 INSTANCE = new BouncyCastleSecp256k1();

  private static final byte[] ECDH_TAG =
      sha256().digest("bip324_ellswift_xonly_ecdh".getBytes(StandardCharsets.US_ASCII));

  /** A public key and what it was decoded from. */
  private static final class Decoded {
    final byte[] encoding;
    final ECPoint point;

    Decoded(byte[] encoding) {
      this.encoding = encoding.clone();
      this.point = EllSwift.decode(encoding);
    }
  }

  /** The last key of each thread: either side of a handshake needs one of the other's twice. */
  private static final ThreadLocal<@Nullable Decoded> LAST = new ThreadLocal<>();

  private BouncyCastleSecp256k1() {}

  private static ECPoint decode(byte[] encoding) {
    Decoded last = LAST.get();
    if (last == null || !Arrays.equals(last.encoding, encoding)) {
      last = new Decoded(encoding);
      LAST.set(last);
    }
    return last.point;
  }

  @Override
  public String name() {
    return "BouncyCastle";
  }

  @Override
  public boolean isValidPublicKey(byte[] publicKeyX) {
    Arguments.require(publicKeyX, X_ONLY_LENGTH, "x-only public key");
    ECFieldElement x = Curve.element(publicKeyX);
    return x != null && Curve.liftY(x) != null;
  }

  @Override
  public byte[] publicKeyX(byte[] secret) {
    return publicPoint(secret).getAffineXCoord().getEncoded();
  }

  @Override
  public byte[] ellSwiftCreate(byte[] secret, SecureRandom random) {
    return EllSwift.encode(publicPoint(secret).getAffineXCoord(), random);
  }

  @Override
  public byte[] ellSwiftDecode(byte[] encoding) {
    Arguments.require(encoding, ELLSWIFT_LENGTH, "ElligatorSwift encoding");
    return decode(encoding).getAffineXCoord().getEncoded();
  }

  @Override
  public byte[] ecdh(byte[] secret, byte[] ourEllSwift, byte[] theirEllSwift, boolean initiator) {
    Arguments.require(ourEllSwift, ELLSWIFT_LENGTH, "our ElligatorSwift encoding");
    Arguments.require(theirEllSwift, ELLSWIFT_LENGTH, "their ElligatorSwift encoding");
    byte[] sharedX = sharedX(decode(theirEllSwift), secret);
    MessageDigest digest = sha256();
    digest.update(ECDH_TAG);
    digest.update(ECDH_TAG);
    digest.update(initiator ? ourEllSwift : theirEllSwift);
    digest.update(initiator ? theirEllSwift : ourEllSwift);
    byte[] shared = digest.digest(sharedX);
    Arrays.fill(sharedX, (byte) 0);
    return shared;
  }

  @Override
  public byte[] sign(byte[] secret, byte[] message, SecureRandom random) {
    ECPrivateKeyParameters key = new ECPrivateKeyParameters(scalar(secret), Curve.DOMAIN);
    BIP340Signer signer = new BIP340Signer();
    signer.init(true, new ParametersWithRandom(key, random));
    signer.update(message, 0, message.length);
    byte[] signature = signer.generateSignature();
    if (!verify(publicKeyX(secret), message, signature)) {
      // BIP340 asks for this: a signature that a fault made wrong may give the secret away.
      throw new IllegalStateException("a fresh signature did not verify; it was thrown away");
    }
    return signature;
  }

  @Override
  public boolean verify(byte[] publicKeyX, byte[] message, byte[] signature) {
    Arguments.require(signature, SIGNATURE_LENGTH, "signature");
    if (!isValidPublicKey(publicKeyX)) {
      return false;
    }
    ECPublicKeyParameters key = BIP340Signer.decodePublicKey(publicKeyX);
    BIP340Signer signer = new BIP340Signer();
    signer.init(false, key);
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }

  /** The x-coordinate of {@code secret} times {@code point}. */
  static byte[] sharedX(ECPoint point, byte[] secret) {
    ECPoint product = ECAlgorithms.multiplySecret(point, scalar(secret)).normalize();
    return product.getAffineXCoord().getEncoded();
  }

  private static ECPoint publicPoint(byte[] secret) {
    return new FixedPointCombMultiplier().multiply(Curve.DOMAIN.getG(), scalar(secret)).normalize();
  }

  private static BigInteger scalar(byte[] secret) {
    Arguments.requireSecret(secret);
    return Curve.unsigned(secret, 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
