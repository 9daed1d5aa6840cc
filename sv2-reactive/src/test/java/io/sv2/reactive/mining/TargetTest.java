package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sv2.codec.type.U256;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  private static final U256 DIFFICULTY_1 = U256.ofHex("00000000ffff" + "0".repeat(52));

  /** Where one more than the hashes wanted is a power of two, the division leaves nothing. */
  @ParameterizedTest
  @CsvSource({"0, 256", "1, 255", "255, 248", "4294967295, 224", "4294967295.9, 224"})
  void hashesWantedAreTheInverseOfTheTarget(double hashesPerSecond, int bits) {
    BigInteger expected = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    assertThat(Target.forHashRate(hashesPerSecond, 60).toBigInteger()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1e14, 6, 1000000000000000",
    "2.5e3, 7.5, 20000",
    "1e14, 0.5, 12000000000000000",
    "0.5, 10, 3"
  })
  void targetFollowsRateAndSharesPerMinute(double rate, double perMinute, String hashes) {
    BigInteger h = new BigInteger(hashes);
    BigInteger expected =
        BigInteger.TWO.pow(256).subtract(BigInteger.ONE).subtract(h).divide(h.add(BigInteger.ONE));
    assertThat(Target.forHashRate(rate, perMinute).toBigInteger()).isEqualTo(expected);
  }

  @Test
  void theHighestRateOfTheWireHasATarget() {
    BigInteger h = new BigInteger("340282346638528860000000000000000000000");
    assertThat(Target.forHashRate(3.4028234663852886E38, 60).toBigInteger())
        .isEqualTo(
            BigInteger.TWO.pow(256).subtract(h.add(BigInteger.ONE)).divide(h.add(BigInteger.ONE)));
  }

  @ParameterizedTest
  @CsvSource({"1e90, 1", "1.7976931348623157E308, 1", "1, 4.9E-324"})
  void finiteInputBeyondAllHashesHasTargetZero(double rate, double perMinute) {
    assertThat(Target.forHashRate(rate, perMinute)).isEqualTo(U256.ZERO);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void hashRateIsFiniteAndNotNegative(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.forHashRate(rate, 6))
        .withMessageStartingWith("hash rate");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void sharesPerMinuteAreFiniteAndPositive(double perMinute) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.forHashRate(1e12, perMinute))
        .withMessageStartingWith("shares per minute");
  }

  @Test
  void difficultyOfKnownTargets() {
    assertThat(Target.difficulty(DIFFICULTY_1)).isEqualTo(1);
    // Published with the explanation of difficulty in Bitcoin's wiki, for nBits 0x1b0404cb.
    assertThat(Target.difficulty(U256.ofHex("00000000000404cb" + "0".repeat(48))))
        .isCloseTo(16307.420938523983, within(1e-9));
    assertThat(Target.difficulty(U256.of(DIFFICULTY_1.toBigInteger().shiftLeft(1)))).isEqualTo(0.5);
  }

  @Test
  void targetsThatNothingMeetsHaveAFiniteDifficulty() {
    U256 one = U256.of(BigInteger.ONE);
    assertThat(Target.difficulty(one)).isEqualTo(65535 * Math.pow(2, 208));
    assertThat(Target.difficulty(U256.ZERO)).isEqualTo(Target.difficulty(one));
  }

  @Test
  void hashesOfKnownTargets() {
    assertThat(Target.hashes(U256.MAX)).isEqualTo(1);
    assertThat(Target.hashes(U256.ofHex("00000000" + "f".repeat(56)))).isEqualTo(Math.pow(2, 32));
    // The well-known 2^48 / 65535 hashes of difficulty 1.
    assertThat(Target.hashes(DIFFICULTY_1)).isCloseTo(4295032833.000015, within(1e-5));
    assertThat(Target.hashes(U256.ZERO)).isEqualTo(Math.pow(2, 256));
  }

  @Test
  void lowerIsByUnsignedValue() {
    U256 low = U256.of(BigInteger.ONE.shiftLeft(254));
    U256 high = U256.of(BigInteger.ONE.shiftLeft(255));
    assertThat(Target.lower(low, high)).isSameAs(low);
    assertThat(Target.lower(high, low)).isSameAs(low);
  }
}
