package io.sv2.examples.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.bitcoinj.base.Base58;
import org.bitcoinj.base.Bech32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayoutTest {
  private static final String HASH = "751e76e8199196d454941c45d1b3a323f1433bd6";

  /** Addresses of BIP173 and BIP350, and those of the generator point's key. */
  @ParameterizedTest
  @CsvSource({
    "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4, 0014751e76e8199196d454941c45d1b3a323f1433bd6",
    "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx, 0014751e76e8199196d454941c45d1b3a323f1433bd6",
    "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7,"
        + "00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0,"
        + "512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
    "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH, 76a914751e76e8199196d454941c45d1b3a323f1433bd688ac",
    "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r, 76a914751e76e8199196d454941c45d1b3a323f1433bd688ac",
    "6a0568656c6c6f, 6a0568656c6c6f"
  })
  void addressOrScriptGivesItsOutputScript(String text, String script) {
    assertThat(HexFormat.of().formatHex(Payout.parse(" " + text + "\n"))).isEqualTo(script);
  }

  @Test
  void bothRegtestDialectsAreSpoken() {
    byte[] hash = HexFormat.of().parseHex(HASH);
    Bech32.Bech32Data data = Bech32.decode("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
    byte[] segwit = HexFormat.of().parseHex("0014" + HASH);
    byte[] legacy = HexFormat.of().parseHex("76a914" + HASH + "88ac");
    byte[] scriptHash = HexFormat.of().parseHex("a914" + HASH + "87");
    assertThat(Payout.parse(Bech32.encode(data.encoding, "bcrt", data))).isEqualTo(segwit);
    assertThat(Payout.parse(Bech32.encode(data.encoding, "rb", data))).isEqualTo(segwit);
    assertThat(Payout.parse(Base58.encodeChecked(0x6f, hash))).isEqualTo(legacy);
    assertThat(Payout.parse(Base58.encodeChecked(0x3c, hash))).isEqualTo(legacy);
    assertThat(Payout.parse(Base58.encodeChecked(0x26, hash))).isEqualTo(scriptHash);
    assertThat(Payout.parse(Base58.encodeChecked(5, hash))).isEqualTo(scriptHash);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "abc",
        "hello",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
        "rb1qqqqqq",
        "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMJ",
        "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9"
      })
  void anythingElseIsRefusedWithWhatWouldBeRight(String text) {
    assertThatThrownBy(() -> Payout.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neither a Bitcoin address")
        .hasMessageContaining("hexadecimal");
  }
}
