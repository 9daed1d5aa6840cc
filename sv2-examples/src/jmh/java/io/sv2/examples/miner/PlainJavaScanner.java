package io.sv2.examples.miner;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The contender of {@link Sha256dScanner}: SHA-256 written in Java for this one use. Constant words
 * are set once, and a hash whose last word is not zero is given up at once.
 */
final class PlainJavaScanner {

  private static final int[] K = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };
  private static final int[] INITIAL = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  private final int[] midstate = new int[8];
  private final int[] second = new int[64];
  private final int[] outer = new int[64];
  private final int[] hash = new int[8];

  PlainJavaScanner(byte[] header) {
    int[] first = new int[64];
    ByteBuffer words = ByteBuffer.wrap(header).order(ByteOrder.BIG_ENDIAN);
    for (int i = 0; i < 16; i++) {
      first[i] = words.getInt();
    }
    compress(INITIAL, first, midstate);
    for (int i = 0; i < 3; i++) {
      second[i] = words.getInt();
    }
    second[4] = 0x80000000;
    second[15] = 80 * 8;
    outer[8] = 0x80000000;
    outer[15] = 32 * 8;
  }

  /** The first nonce whose hash ends in 32 zero bits, or -1. */
  long scan(long from, long to) {
    for (long nonce = from; nonce < to; nonce++) {
      second[3] = Integer.reverseBytes((int) nonce);
      compress(midstate, second, outer);
      compress(INITIAL, outer, hash);
      if (hash[7] == 0) {
        return nonce;
      }
    }
    return -1;
  }

  private static void compress(int[] state, int[] w, int[] out) {
    for (int i = 16; i < 64; i++) {
      w[i] = w[i - 16] + small(w[i - 15], 7, 18, 3) + w[i - 7] + small(w[i - 2], 17, 19, 10);
    }
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    int f = state[5];
    int g = state[6];
    int h = state[7];
    for (int i = 0; i < 64; i++) {
      int t = h + big(e, 6, 11, 25) + (g ^ (e & (f ^ g))) + K[i] + w[i];
      h = g;
      g = f;
      f = e;
      e = d + t;
      int u = t + big(a, 2, 13, 22) + ((a & b) | (c & (a | b)));
      d = c;
      c = b;
      b = a;
      a = u;
    }
    out[0] = state[0] + a;
    out[1] = state[1] + b;
    out[2] = state[2] + c;
    out[3] = state[3] + d;
    out[4] = state[4] + e;
    out[5] = state[5] + f;
    out[6] = state[6] + g;
    out[7] = state[7] + h;
  }

  private static int small(int x, int r1, int r2, int shift) {
    return Integer.rotateRight(x, r1) ^ Integer.rotateRight(x, r2) ^ (x >>> shift);
  }

  private static int big(int x, int r1, int r2, int r3) {
    return Integer.rotateRight(x, r1) ^ Integer.rotateRight(x, r2) ^ Integer.rotateRight(x, r3);
  }
}
