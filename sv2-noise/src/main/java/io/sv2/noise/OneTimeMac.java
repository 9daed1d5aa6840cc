package io.sv2.noise;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Poly1305 (RFC 8439, section 2.5) over whole blocks, as the AEAD needs it: what is shorter is
 * padded with zeros. Numbers are held in five limbs of 26 bits. Not thread-safe.
 *
 * <p>No branch and no address depends on the key or the text.
 */
final class OneTimeMac {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MASK = 0x3ff_ffff;

  private long r0;
  private long r1;
  private long r2;
  private long r3;
  private long r4;
  private long s1; // 5 * r1, and so on: 2^130 is 5 here
  private long s2;
  private long s3;
  private long s4;
  private long pad0;
  private long pad1;
  private long h0;
  private long h1;
  private long h2;
  private long h3;
  private long h4;

  /** Begins with the 32 bytes of key at {@code offset}, of which some bits do not count. */
  void start(byte[] key, int offset) {
    long low = (long) LONG.get(key, offset) & 0x0fff_fffc_0fff_ffffL;
    long high = (long) LONG.get(key, offset + 8) & 0x0fff_fffc_0fff_fffcL;
    r0 = low & MASK;
    r1 = (low >>> 26) & MASK;
    r2 = (low >>> 52 | high << 12) & MASK;
    r3 = (high >>> 14) & MASK;
    r4 = high >>> 40;
    s1 = 5 * r1;
    s2 = 5 * r2;
    s3 = 5 * r3;
    s4 = 5 * r4;
    pad0 = (long) LONG.get(key, offset + 16);
    pad1 = (long) LONG.get(key, offset + 24);
    h0 = h1 = h2 = h3 = h4 = 0;
  }

  /** Takes {@code length} bytes, and zeros up to a whole block behind them. */
  void update(byte[] bytes, int offset, int length) {
    int whole = length & ~15;
    blocks(bytes, offset, whole);
    if (length > whole) {
      long low = 0;
      long high = 0;
      for (int i = length - whole - 1; i >= 8; i--) {
        high = high << 8 | (bytes[offset + whole + i] & 0xff);
      }
      for (int i = Math.min(7, length - whole - 1); i >= 0; i--) {
        low = low << 8 | (bytes[offset + whole + i] & 0xff);
      }
      block(low, high);
    }
  }

  private void blocks(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; at += 16) {
      block((long) LONG.get(bytes, at), (long) LONG.get(bytes, at + 8));
    }
  }

  /** h = (h + block + 2^128) * r mod 2^130 - 5, up to a small excess. */
  void block(long low, long high) {
    long g0 = h0 + (low & MASK);
    long g1 = h1 + ((low >>> 26) & MASK);
    long g2 = h2 + ((low >>> 52 | high << 12) & MASK);
    long g3 = h3 + ((high >>> 14) & MASK);
    long g4 = h4 + (high >>> 40 | 1 << 24);
    long d0 = g0 * r0 + g1 * s4 + g2 * s3 + g3 * s2 + g4 * s1;
    long d1 = g0 * r1 + g1 * r0 + g2 * s4 + g3 * s3 + g4 * s2;
    long d2 = g0 * r2 + g1 * r1 + g2 * r0 + g3 * s4 + g4 * s3;
    long d3 = g0 * r3 + g1 * r2 + g2 * r1 + g3 * r0 + g4 * s4;
    long d4 = g0 * r4 + g1 * r3 + g2 * r2 + g3 * r1 + g4 * r0;
    d1 += d0 >>> 26;
    d2 += d1 >>> 26;
    d3 += d2 >>> 26;
    d4 += d3 >>> 26;
    long first = (d0 & MASK) + 5 * (d4 >>> 26);
    h0 = first & MASK;
    h1 = (d1 & MASK) + (first >>> 26);
    h2 = d2 & MASK;
    h3 = d3 & MASK;
    h4 = d4 & MASK;
  }

  /** Writes the 16 bytes of the MAC and forgets the key. */
  void finish(byte[] out, int offset) {
    long c = h1 >>> 26;
    h1 &= MASK;
    h2 += c;
    c = h2 >>> 26;
    h2 &= MASK;
    h3 += c;
    c = h3 >>> 26;
    h3 &= MASK;
    h4 += c;
    c = h4 >>> 26;
    h4 &= MASK;
    h0 += 5 * c;
    h1 += h0 >>> 26;
    h0 &= MASK;

    // h - p, which is h + 5 - 2^130; taken where it is not negative.
    long g0 = h0 + 5;
    long g1 = h1 + (g0 >>> 26);
    long g2 = h2 + (g1 >>> 26);
    long g3 = h3 + (g2 >>> 26);
    long g4 = h4 + (g3 >>> 26) - (1L << 26);
    long negative = g4 >> 63;
    long t0 = (h0 & negative) | (g0 & MASK & ~negative);
    long t1 = (h1 & negative) | (g1 & MASK & ~negative);
    long t2 = (h2 & negative) | (g2 & MASK & ~negative);
    long t3 = (h3 & negative) | (g3 & MASK & ~negative);
    long t4 = (h4 & negative) | (g4 & MASK & ~negative);

    long low = t0 + (t1 << 26) + (t2 << 52);
    long high = (t2 >>> 12) + (t3 << 14) + (t4 << 40);
    long sum = low + pad0;
    long carry = ((low & pad0) | ((low | pad0) & ~sum)) >>> 63;
    LONG.set(out, offset, sum);
    LONG.set(out, offset + 8, high + pad1 + carry);
    r0 = r1 = r2 = r3 = r4 = s1 = s2 = s3 = s4 = pad0 = pad1 = h0 = h1 = h2 = h3 = h4 = 0;
  }
}
