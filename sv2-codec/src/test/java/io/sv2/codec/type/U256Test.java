package io.sv2.codec.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers of 256 bits against those of the JDK. */
class U256Test {
  private final Random random = new Random(256);

  private BigInteger number(int i) {
    return switch (i) {
      case 0 -> BigInteger.ZERO;
      case 1 -> BigInteger.ONE;
      case 2 -> BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
      case 3 -> BigInteger.ONE.shiftLeft(255);
      case 4 -> BigInteger.ONE.shiftLeft(63);
      case 5 -> BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
      default -> new BigInteger(random.nextInt(257), random);
    };
  }

  @Test
  void isTheNumberThatItWasMadeOf() {
    for (int i = 0; i < 1_000; i++) {
      BigInteger number = number(i);
      assertThat(U256.of(number).toBigInteger()).isEqualTo(number);
    }
  }

  @Test
  void doubleIsAsNearAsADoubleComes() {
    for (int i = 0; i < 1_000; i++) {
      BigInteger number = number(i);
      double expected = number.doubleValue();
      assertThat(U256.of(number).toDouble()).isCloseTo(expected, within(3 * Math.ulp(expected)));
    }
    assertThat(U256.MAX.toDouble()).isEqualTo(0x1p256);
    assertThat(U256.of(BigInteger.valueOf(0xffff).shiftLeft(208)).toDouble())
        .isEqualTo(0xffff * 0x1p208);
  }

  @Test
  void comparesWithBytesAsWithTheNumberTheyAre() {
    byte[] wire = new byte[40];
    for (int i = 0; i < 1_000; i++) {
      U256 one = U256.of(number(i));
      U256 other = i % 3 == 0 ? one : U256.of(number(1_000 - i));
      other.writeTo(wire, 5);
      assertThat(one.compareToWire(wire, 5)).isEqualTo(one.compareTo(other));
    }
  }
}
