package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.bitcoinj.script.ScriptBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoinbaseHeightTest {
  @ParameterizedTest
  @CsvSource({
    "1, 51",
    "16, 60",
    "17, 0111",
    "127, 017f",
    "128, 028000",
    "255, 02ff00",
    "256, 020001",
    "32767, 02ff7f",
    "32768, 03008000",
    "227836, 03fc7903",
    "840000, 0340d10c",
    "2147483647, 04ffffff7f"
  })
  void heightIsPushedAsShortAsPossible(int height, String hex) {
    assertThat(HexFormat.of().formatHex(CoinbaseHeight.script(height))).isEqualTo(hex);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 17, 128, 440, 65_535, 840_000, 8_388_608})
  void sameAsAScriptNumber(int height) {
    byte[] expected = new ScriptBuilder().number(height).build().program();
    assertThat(CoinbaseHeight.script(height)).isEqualTo(expected);
  }

  @Test
  void prefixOfALowHeightAloneIsAValidLength() {
    assertThat(Templates.atHeight(16).coinbasePrefix()).containsExactly(0x60, 0x00);
    assertThat(Templates.atHeight(17).coinbasePrefix()).containsExactly(0x01, 0x11);
  }
}
