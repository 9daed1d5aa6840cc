package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.type.B064K;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParseResult;

/** What a command is given for what was written. */
class OptionValueTest {
  private static final String KEY = "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh";
  private static final String HASH = "751e76e8199196d454941c45d1b3a323f1433bd6";

  @ParameterizedTest
  @CsvSource({
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, 0014" + HASH,
    "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH, 76a914" + HASH + "88ac",
    "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx, 0014" + HASH,
    "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r, 76a914" + HASH + "88ac",
    "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080, 0014" + HASH,
    "6a0568656c6c6f, 6a0568656c6c6f"
  })
  void payoutIsAnAddressOfAnyNetworkOrAScript(String text, String script) {
    for (String[] line :
        new String[][] {
          {"pool", "--listen", "h:1", "--template-provider", "h:2", "--payout", text},
          {"demo", "--payout", text}
        }) {
      B064K payout = parse(line).matchedOptionValue("--payout", null);
      assertThat(payout.toHex()).isEqualTo(script);
    }
  }

  @Test
  void peersAreGivenWithTheirKey() {
    ParseResult pool =
        parse(
            "pool",
            "--listen",
            "[::]:0",
            "--template-provider",
            "tp:8442/" + KEY,
            "--payout",
            "51");
    HostPort listen = pool.matchedOptionValue("--listen", null);
    HostPort provider = pool.matchedOptionValue("--template-provider", null);
    assertThat(listen).isEqualTo(new HostPort("::", 0, null));
    assertThat(provider).isEqualTo(HostPort.parse("tp:8442/" + KEY));
    assertThat(provider.authority()).hasToString(KEY);
  }

  @Test
  void numbersMayBeWrittenWithAnExponent() {
    ParseResult miner = parse("miner", "--pool", "h:1", "--hashrate", "2.5e6", "--duration", "90");
    assertThat(miner.<Double>matchedOptionValue("--hashrate", null)).isEqualTo(2.5e6);
    assertThat(miner.<Duration>matchedOptionValue("--duration", null))
        .isEqualTo(Duration.ofSeconds(90));
  }

  private static ParseResult parse(String... line) {
    return Sv2.commandLine().parseArgs(line).subcommand();
  }
}
