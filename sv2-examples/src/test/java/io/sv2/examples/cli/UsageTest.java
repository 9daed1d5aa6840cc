package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.noise.AuthoritySecretKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {
  private static final AuthoritySecretKey KEY = AuthoritySecretKey.generate(new SecureRandom());

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int sv2(String arguments) {
    return Sv2.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(
            arguments
                .replace("PUBLIC", KEY.publicKey().toString())
                .replace("SECRET", KEY.toBase58())
                .split(" "));
  }

  @ParameterizedTest(name = "sv2 {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | nothing",
        "demo --no-such-option | --no-such-option",
        "demo --duration soon | --duration",
        "demo --duration -5s | duration",
        "demo --miners 0 | miners",
        "demo --miners x | --miners",
        "demo --blocks -1 | blocks",
        "demo --payout abc | --payout",
        "demo --regtest --node http://127.0.0.1:1 | --regtest and --node",
        "demo --node http://127.0.0.1:1 | --payout",
        "tp | --listen",
        "tp --listen 127.0.0.1 | --listen",
        "tp --listen 127.0.0.1:65536 | --listen",
        "tp --listen 127.0.0.1:x | --listen",
        "tp --listen 127.0.0.1:0 --authority-secret PUBLIC | --authority-secret",
        "tp --listen 127.0.0.1:0 --hashes-per-block 0 | hashes",
        "pool --listen 127.0.0.1:0 | --template-provider",
        "pool --listen 127.0.0.1:0 --template-provider 127.0.0.1:1 | --payout",
        "pool --listen 127.0.0.1:0 --template-provider 127.0.0.1:1/SECRET --payout 51 |"
            + " --template-provider",
        "pool --listen 127.0.0.1:0 --template-provider 127.0.0.1:1 --payout 51 --server-id 65536 |"
            + " server",
        "pool --listen 127.0.0.1:0 --template-provider 127.0.0.1:1 --payout 51"
            + " --shares-per-minute 0 | shares",
        "miner | --pool",
        "miner --pool 127.0.0.1:1/abc | --pool",
        "miner --pool 127.0.0.1:1 --threads 0 | threads",
        "miner --pool 127.0.0.1:1 --hashrate -1 | hash",
      })
  void misuseIsExitCodeTwoAndSaysWhatIsWrong(String arguments, String about) {
    assertThat(sv2(arguments)).as("%s%s", out, err).isEqualTo(2);
    assertThat(err.toString()).containsIgnoringCase(about).doesNotContain("\tat ");
    assertThat(err.toString()).doesNotContain(KEY.toBase58());
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "demo ", "tp ", "pool ", "miner "})
  void helpIsOnStdout(String command) {
    assertThat(sv2(command + "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: sv2 " + command.trim());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyOptionInTheDocumentationExistsAndEveryOptionIsInTheDocumentation() throws IOException {
    String roles = Files.readString(Path.of("..", "docs", "roles.md"));
    Set<String> documented = new TreeSet<>();
    Matcher option = Pattern.compile("(?<!-)--[a-z][a-z-]*").matcher(roles);
    while (option.find()) {
      documented.add(option.group());
    }
    Set<String> existing = new TreeSet<>();
    CommandLine top = Sv2.commandLine();
    for (CommandLine command : top.getSubcommands().values()) {
      command.getCommandSpec().options().forEach(spec -> existing.add(spec.longestName()));
    }
    existing.removeAll(Set.of("--help", "--version"));
    assertThat(documented).isEqualTo(existing);
  }
}
