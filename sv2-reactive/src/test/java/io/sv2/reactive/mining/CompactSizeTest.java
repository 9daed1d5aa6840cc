package io.sv2.reactive.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "252, fc",
    "253, fdfd00",
    "256, fd0001",
    "65535, fdffff",
    "65536, fe00000100",
    "2147483647, feffffff7f"
  })
  void writtenInAsFewBytesAsBitcoinAllows(int value, String hex) {
    // A fresh buffer is big-endian: the order must not depend on who wrote to it before.
    ByteBuffer target = ByteBuffer.allocate(hex.length() / 2);
    CompactSize.write(target, value);
    assertThat(target.hasRemaining()).isFalse();
    assertThat(HexFormat.of().formatHex(target.array())).isEqualTo(hex);
    assertThat(CompactSize.length(value)).isEqualTo(hex.length() / 2);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "252, fc",
    "253, fdfd00",
    "65535, fdffff",
    "65536, fe00000100",
    "2147483647, feffffff7f"
  })
  void readAsItIsWritten(long value, String hex) {
    assertThat(CompactSize.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)))).isEqualTo(value);
  }

  /** Which nobody could read who keeps to consensus. */
  @ParameterizedTest
  @CsvSource({
    "fd0000",
    "fdfc00",
    "fe00000000",
    "feffff0000",
    "ff0000000000000000",
    "ffffffffff00000000",
    "fe00000080",
    "ffffffffffffffffff"
  })
  void moreBytesThanNeededAndCountsThatFitNowhereAreRefused(String hex) {
    assertThatExceptionOfType(InvalidCoinbaseException.class)
        .isThrownBy(() -> CompactSize.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex))));
  }
}
