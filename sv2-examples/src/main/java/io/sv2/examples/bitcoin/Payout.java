package io.sv2.examples.bitcoin;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.bitcoinj.base.Address;
import org.bitcoinj.base.AddressParser;
import org.bitcoinj.base.Base58;
import org.bitcoinj.base.Bech32;
import org.bitcoinj.base.SegwitAddress;
import org.bitcoinj.base.exceptions.AddressFormatException;
import org.bitcoinj.script.ScriptBuilder;

/** Where a coinbase pays to, as an operator writes it. */
public final class Payout {
  private static final int MAX_SCRIPT_LENGTH = 10_000;
  private static final String BCOIN_REGTEST_PREFIX = "rb1";
  private static final int BCOIN_REGTEST_PUBKEY_HASH = 0x3c;
  private static final int BCOIN_REGTEST_SCRIPT_HASH = 0x26;

  private Payout() {}

  /**
   * The output script for an address of mainnet, any testnet, signet or regtest (Bitcoin Core's and
   * bcoin's), or for a script in hexadecimal.
   *
   * @param text an address, or 1 to 10,000 bytes of script as hex digits; outer spaces are ignored
   * @return the scriptPubKey
   * @throws IllegalArgumentException that says what is wrong with the text
   */
  public static byte[] parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      throw wrong(text, "it is empty");
    }
    if (trimmed.chars().allMatch(HexFormat::isHexDigit)) {
      return script(trimmed);
    }
    try {
      String lower = trimmed.toLowerCase(Locale.ROOT);
      if (lower.startsWith(BCOIN_REGTEST_PREFIX)) {
        Bech32.Bech32Data data = Bech32.decode(trimmed);
        return script(address(Bech32.encode(data.encoding, "bcrt", data)));
      }
      return isBcoinBase58(trimmed)
          ? bcoinScript(Base58.decodeChecked(trimmed))
          : script(address(trimmed));
    } catch (AddressFormatException e) {
      throw wrong(text, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] script(String hex) {
    if (hex.length() % 2 != 0 || hex.length() > 2 * MAX_SCRIPT_LENGTH) {
      throw wrong(hex, "a script has an even number of hex digits, at most 20,000");
    }
    return HexFormat.of().parseHex(hex);
  }

  private static Address address(String text) throws AddressFormatException {
    return AddressParser.getDefault().parseAddress(text);
  }

  /** Any witness version, also those that have no meaning yet. */
  private static byte[] script(Address address) {
    if (address instanceof SegwitAddress segwit) {
      ScriptBuilder script = new ScriptBuilder().smallNum(segwit.getWitnessVersion());
      return script.data(segwit.getWitnessProgram()).build().program();
    }
    return ScriptBuilder.createOutputScript(address).program();
  }

  private static boolean isBcoinBase58(String text) {
    try {
      byte[] payload = Base58.decodeChecked(text);
      return payload.length == 21
          && (payload[0] == BCOIN_REGTEST_PUBKEY_HASH || payload[0] == BCOIN_REGTEST_SCRIPT_HASH);
    } catch (AddressFormatException e) {
      return false;
    }
  }

  private static byte[] bcoinScript(byte[] payload) {
    byte[] hash = Arrays.copyOfRange(payload, 1, payload.length);
    return payload[0] == BCOIN_REGTEST_PUBKEY_HASH
        ? ScriptBuilder.createP2PKHOutputScript(hash).program()
        : ScriptBuilder.createP2SHOutputScript(hash).program();
  }

  private static IllegalArgumentException wrong(String text, String why) {
    String shown = text.length() > 100 ? text.substring(0, 100) + "..." : text;
    return new IllegalArgumentException(
        "payout \"%s\" is neither a Bitcoin address (bc1..., tb1..., bcrt1..., 1..., 3..., m..., 2...)"
                .formatted(shown)
            + " nor a script in hexadecimal: "
            + why);
  }
}
