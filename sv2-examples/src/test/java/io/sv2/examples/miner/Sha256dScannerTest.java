package io.sv2.examples.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Sha256dScannerTest {

  private static final byte[] GENESIS =
      HexFormat.of()
          .parseHex(
              "01000000"
                  + "0000000000000000000000000000000000000000000000000000000000000000"
                  + "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a"
                  + "29ab5f49"
                  + "ffff001d"
                  + "00000000");
  private static final byte[] BLOCK_125552 =
      HexFormat.of()
          .parseHex(
              "01000000"
                  + "81cd02ab7e569e8bcd9317e2fe99f2de44d49ab2b8851ba4a308000000000000"
                  + "e320b6c2fffc8d750423db8b1eb942ae710e951ed797f7affc8892b0f1fc122b"
                  + "c7f5d74d"
                  + "f2b9441a"
                  + "00000000");

  @Test
  void findsTheNonceOfTheGenesisBlock() {
    byte[] target = littleEndian(BigInteger.valueOf(0xffff).shiftLeft(8 * (0x1d - 3)));
    Sha256dScanner scanner = new Sha256dScanner(GENESIS, target);

    assertThat(scanner.scan(2_083_236_000L, 2_083_237_000L)).isEqualTo(2_083_236_893L);
    assertThat(scanner.scan(2_083_236_000L, 2_083_236_893L)).isEqualTo(Sha256dScanner.NOT_FOUND);
  }

  @Test
  void findsTheNonceOfBlock125552AboveTwoToTheThirtyOne() {
    byte[] target = littleEndian(BigInteger.valueOf(0x44b9f2).shiftLeft(8 * (0x1a - 3)));

    assertThat(new Sha256dScanner(BLOCK_125552, target).scan(0x9546_a000L, 0x9546_b000L))
        .isEqualTo(0x9546_a142L);
  }

  @Test
  void findsWhatAPlainDoubleHashFinds() throws Exception {
    Random random = new Random(20);
    byte[] target = Works.oneHashOf(16);
    for (int i = 0; i < 50; i++) {
      byte[] header = new byte[80];
      random.nextBytes(header);
      Sha256dScanner scanner = new Sha256dScanner(header, target);
      long from = random.nextInt() & 0xffff_ff00L;
      for (long nonce = from; nonce < from + 100; nonce++) {
        boolean meets = number(plainHash(header, nonce)).compareTo(number(target)) <= 0;
        assertThat(scanner.scan(nonce, nonce + 1) == nonce).isEqualTo(meets);
      }
    }
  }

  @Test
  void acceptsAHashEqualToTheTargetAndNoneAboveIt() throws Exception {
    Random random = new Random(21);
    for (int i = 0; i < 200; i++) {
      byte[] header = new byte[80];
      random.nextBytes(header);
      byte[] hash = plainHash(header, i);
      byte[] oneLess = littleEndian(number(hash).subtract(BigInteger.ONE));

      assertThat(new Sha256dScanner(header, hash).scan(i, i + 1)).isEqualTo(i);
      assertThat(new Sha256dScanner(header, oneLess).scan(i, i + 1))
          .isEqualTo(Sha256dScanner.NOT_FOUND);
    }
  }

  @Test
  void refusesAHeaderOfAnotherLength() {
    assertThatThrownBy(() -> new Sha256dScanner(new byte[79], new byte[32]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("header has 79 bytes; it must have 80");
  }

  private static byte[] plainHash(byte[] header, long nonce) throws Exception {
    byte[] full = header.clone();
    for (int i = 0; i < 4; i++) {
      full[76 + i] = (byte) (nonce >> (8 * i));
    }
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    return sha256.digest(sha256.digest(full));
  }

  private static BigInteger number(byte[] littleEndian) {
    return new BigInteger(1, reversed(littleEndian));
  }

  private static byte[] littleEndian(BigInteger number) {
    byte[] bigEndian = HexFormat.of().parseHex(String.format("%064x", number));
    return reversed(bigEndian);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
