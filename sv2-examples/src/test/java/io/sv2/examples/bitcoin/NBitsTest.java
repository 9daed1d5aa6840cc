package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NBitsTest {
  @Test
  void genesisTargetHas224BitsAndTakesTwoToThe32Hashes() {
    BigInteger target = NBits.toTarget(0x1d00ffffL);
    assertThat(target).isEqualTo(BigInteger.valueOf(0xffff).shiftLeft(208));
    assertThat(NBits.expectedHashes(target)).isCloseTo(4_295_032_833.0, within(1.0));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0x1d00ffffL, 0x207fffffL, 0x1b0404cbL, 0x17034219L, 0x01120000L, 0x04123456})
  void bitsSurviveTheWayThroughTheirTarget(long bits) {
    assertThat(NBits.ofTarget(NBits.toTarget(bits))).isEqualTo(bits);
  }

  @Test
  void mantissaNeverLooksNegative() {
    assertThat(NBits.ofTarget(BigInteger.valueOf(0x80))).isEqualTo(0x02008000L);
    assertThat(NBits.ofTarget(BigInteger.valueOf(0xc0de00))).isEqualTo(0x0400c0deL);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 0x01fedcbaL, 0x04923456L, 0xff123456L, 0x01003456L, 0x23000001L})
  void negativeZeroAndOverflowingTargetsAreRefused(long bits) {
    assertThatThrownBy(() -> NBits.toTarget(bits)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void expectedHashesBecomeATargetWithinThePrecisionOfTheMantissa() {
    double hashes = NBits.expectedHashes(NBits.toTarget(NBits.ofExpectedHashes(30_000_000)));
    assertThat(hashes).isBetween(30_000_000.0, 30_001_000.0);
  }

  @Test
  void nothingIsEasierThanEverySecondHash() {
    assertThat(NBits.ofExpectedHashes(1)).isEqualTo(0x207fffffL);
  }
}
