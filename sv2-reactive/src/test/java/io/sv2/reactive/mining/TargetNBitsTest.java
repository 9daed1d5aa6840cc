package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sv2.codec.type.U256;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetNBitsTest {
  /** Mainnet's first target, one of 2010, regtest's, and those of Bitcoin Core's own tests. */
  @ParameterizedTest
  @CsvSource({
    "1d00ffff, 00000000ffff0000000000000000000000000000000000000000000000000000",
    "1b0404cb, 00000000000404cb000000000000000000000000000000000000000000000000",
    "207fffff, 7fffff0000000000000000000000000000000000000000000000000000000000",
    "20123456, 1234560000000000000000000000000000000000000000000000000000000000",
    "05009234, 0000000000000000000000000000000000000000000000000000000092340000",
    "04123456, 0000000000000000000000000000000000000000000000000000000012345600",
    "03123456, 0000000000000000000000000000000000000000000000000000000000123456",
    "02123456, 0000000000000000000000000000000000000000000000000000000000001234",
    "01123456, 0000000000000000000000000000000000000000000000000000000000000012",
    "22000001, 0100000000000000000000000000000000000000000000000000000000000000",
    "2100ffff, ffff000000000000000000000000000000000000000000000000000000000000",
  })
  void nBitsExpand(String nBits, String target) {
    assertThat(Target.ofNBits(Long.parseLong(nBits, 16))).hasToString(target);
  }

  /**
   * By Bitcoin Core's tests of arith_uint256::SetCompact zero, and neither negative nor too big.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000",
        "00123456",
        "01003456",
        "02000056",
        "03000000",
        "04000000",
        "ff000000",
        "00923456",
        "01803456",
        "02800056",
        "03800000",
        "04800000"
      })
  void nBitsWithoutAnyDigitLeftAreZero(String nBits) {
    assertThat(Target.ofNBits(Long.parseLong(nBits, 16))).isEqualTo(U256.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01fedcba",
        "04923456",
        "ff123456",
        "23000001",
        "22000100",
        "21010000",
        "1dffffff"
      })
  void negativeAndOverflowingNBitsAreRefused(String nBits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.ofNBits(Long.parseLong(nBits, 16)))
        .withMessageContaining("0x" + nBits);
  }
}
