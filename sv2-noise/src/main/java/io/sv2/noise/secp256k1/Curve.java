package io.sv2.noise.secp256k1;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.signers.BIP340Signer;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/** BouncyCastle's secp256k1 with its own field arithmetic, and the few helpers over it. */
final class Curve {
  static final ECDomainParameters DOMAIN = BIP340Signer.getDomain();
  static final BigInteger ORDER = DOMAIN.getN();

  private static final ECCurve CURVE = DOMAIN.getCurve();
  private static final BigInteger PRIME = CURVE.getField().getCharacteristic();

  static final ECFieldElement ONE = CURVE.fromBigInteger(BigInteger.ONE);
  static final ECFieldElement SEVEN = CURVE.getB();

  private Curve() {}

  /** The 32 bytes from {@code offset}, modulo the field's prime. */
  static ECFieldElement elementModP(byte[] bytes, int offset) {
    return CURVE.fromBigInteger(unsigned(bytes, offset).mod(PRIME));
  }

  /** The 32 bytes as a field element, or null when they are not below the prime. */
  static @Nullable ECFieldElement element(byte[] bytes) {
    BigInteger value = unsigned(bytes, 0);
    return value.compareTo(PRIME) < 0 ? CURVE.fromBigInteger(value) : null;
  }

  /** A square root of x^3 + 7, or null when x is on no point of the curve. */
  static @Nullable ECFieldElement liftY(ECFieldElement x) {
    return x.square().multiply(x).add(SEVEN).sqrt();
  }

  /** The point with these coordinates, of which the caller knows that they are on the curve. */
  static ECPoint point(ECFieldElement x, ECFieldElement y) {
    return CURVE.createPoint(x.toBigInteger(), y.toBigInteger());
  }

  static BigInteger unsigned(byte[] bytes, int offset) {
    return new BigInteger(1, Arrays.copyOfRange(bytes, offset, offset + 32));
  }
}
