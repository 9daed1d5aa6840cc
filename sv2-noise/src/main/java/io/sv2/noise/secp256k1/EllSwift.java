package io.sv2.noise.secp256k1;

import static io.sv2.noise.secp256k1.Curve.ONE;
import static io.sv2.noise.secp256k1.Curve.SEVEN;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/**
 * ElligatorSwift: x-coordinates as 64 bytes that look like noise (BIP324, "ElligatorSwift encoding
 * of curve X coordinates"), with that text's names.
 *
 * <p>Works on public values alone, so nothing here needs constant time.
 */
final class EllSwift {
  private static final ECFieldElement TWO = ONE.add(ONE);
  private static final ECFieldElement THREE = TWO.add(ONE);
  private static final ECFieldElement FOUR = TWO.square();
  private static final ECFieldElement HALF = TWO.invert();
  private static final ECFieldElement C = THREE.negate().sqrt();
  private static final ECFieldElement HALF_ONE_MINUS_C = ONE.subtract(C).multiply(HALF);
  private static final ECFieldElement HALF_ONE_PLUS_C = ONE.add(C).multiply(HALF);

  private EllSwift() {}

  /** The point whose x-coordinate these 64 bytes encode; which of the two is left open. */
  static ECPoint decode(byte[] encoding) {
    return xSwiftEc(Curve.elementModP(encoding, 0), Curve.elementModP(encoding, 32));
  }

  /**
   * XSwiftEC, with one inversion instead of three: X = a/2t, Y = b/d and X/Y = acu/b, where neither
   * b nor d is zero.
   */
  private static ECPoint xSwiftEc(ECFieldElement uIn, ECFieldElement tIn) {
    ECFieldElement u = uIn.isZero() ? ONE : uIn;
    ECFieldElement t = tIn.isZero() ? ONE : tIn;
    ECFieldElement g = cubePlusSeven(u);
    if (g.add(t.square()).isZero()) {
      t = t.add(t);
    }
    ECFieldElement a = g.subtract(t.square());
    ECFieldElement b = g.add(t.square());
    ECFieldElement cu = C.multiply(u);
    ECFieldElement d = t.add(t).multiply(cu);
    ECFieldElement inverse = b.multiply(d).invert();
    ECFieldElement y = b.square().multiply(inverse);
    ECPoint point = lift(u.add(FOUR.multiply(y.square())));
    if (point == null) {
      ECFieldElement xOverY = a.multiply(cu).multiply(d).multiply(inverse);
      point = lift(xOverY.negate().subtract(u).multiply(HALF));
      if (point == null) {
        point = lift(xOverY.subtract(u).multiply(HALF));
      }
    }
    if (point == null) {
      throw new IllegalStateException("XSwiftEC found no point: field arithmetic is broken");
    }
    return point;
  }

  /** A random encoding of {@code x}, which must be on the curve (XElligatorSwift). */
  static byte[] encode(ECFieldElement x, SecureRandom random) {
    byte[] draw = new byte[33];
    for (int attempt = 0; attempt < 1024; attempt++) { // each succeeds with about 1/4
      random.nextBytes(draw);
      ECFieldElement u = Curve.element(Arrays.copyOf(draw, 32));
      if (u == null || u.isZero()) {
        continue;
      }
      ECFieldElement t = xSwiftEcInverse(x, u, draw[32] & 7);
      if (t != null) {
        byte[] encoding = new byte[64];
        u.encodeTo(encoding, 0);
        t.encodeTo(encoding, 32);
        return encoding;
      }
    }
    throw new IllegalStateException("the source of randomness is broken: no encoding was found");
  }

  /** XSwiftECInv: the {@code t} that encodes {@code x} with {@code u}, null where there is none. */
  static @Nullable ECFieldElement xSwiftEcInverse(ECFieldElement x, ECFieldElement u, int which) {
    ECFieldElement v;
    ECFieldElement s;
    if ((which & 2) == 0) {
      if (Curve.liftY(x.negate().subtract(u)) != null) {
        return null;
      }
      v = x;
      s = cubePlusSeven(u).negate().divide(u.square().add(u.multiply(v)).add(v.square()));
    } else {
      s = x.subtract(u);
      if (s.isZero()) {
        return null;
      }
      ECFieldElement threeUuS = THREE.multiply(u.square()).multiply(s);
      ECFieldElement radicand = s.negate().multiply(FOUR.multiply(cubePlusSeven(u)).add(threeUuS));
      ECFieldElement r = radicand.sqrt();
      if (r == null || ((which & 1) == 1 && r.isZero())) {
        return null;
      }
      v = r.divide(s).subtract(u).multiply(HALF);
    }
    ECFieldElement w = s.sqrt();
    if (w == null) {
      return null;
    }
    ECFieldElement factor = (which & 1) == 0 ? HALF_ONE_MINUS_C : HALF_ONE_PLUS_C;
    ECFieldElement t = w.multiply(u.multiply(factor).add(v));
    return (which & 5) == 0 || (which & 5) == 5 ? t.negate() : t;
  }

  private static ECFieldElement cubePlusSeven(ECFieldElement u) {
    return u.square().multiply(u).add(SEVEN);
  }

  private static @Nullable ECPoint lift(ECFieldElement x) {
    ECFieldElement y = Curve.liftY(x);
    return y == null ? null : Curve.point(x, y);
  }
}
