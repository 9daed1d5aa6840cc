package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.noise.AuthoritySecretKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit code 2, nothing on stdout, one line on stderr that names the option. */
@Timeout(60)
class MisuseTest {
  private static final AuthoritySecretKey KEY = AuthoritySecretKey.generate(new SecureRandom());

  @ParameterizedTest
  @CsvSource({
    "tp --simulated, --listen",
    "pool --listen 127.0.0.1:0 --payout 51, --template-provider",
    "pool --listen 127.0.0.1:0 --template-provider 127.0.0.1:9, --payout",
    "pool --template-provider 127.0.0.1:9 --payout 51, --listen",
    "bench, NAME",
    "bench --json, NAME",
    "miner, --pool",
    "probe, HOST:PORT",
    "keys, a command is needed",
    "keys check, KEY",
    "miner --pool, --pool",
    "demo --node http://u:p@127.0.0.1:9, --payout"
  })
  void requiredOptionIsMissed(String line, String option) {
    assertMisused(line, option);
  }

  @ParameterizedTest
  @CsvSource({"nonsense, NAME, nonsense", "codec, --only, [", "codec, --forks, 2"})
  void benchTakesNoSuchValue(String suite, String option, String value) {
    if (option.equals("NAME")) {
      assertMisused("bench " + suite, option);
    } else {
      assertMisused("bench " + suite, option, value);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--listen, 127.0.0.1",
    "--listen, 127.0.0.1:65536",
    "--listen, 127.0.0.1:-1",
    "--listen, ::1:0",
    "--authority-secret, nonsense",
    "--authority-secret-file, /no/such/file",
    "--authority-secret-file, /",
    "--static-key-file, /no/such/folder/file",
    "--static-key-file, /dev/null",
    "--hashes-per-block, 1",
    "--hashes-per-block, -5",
    "--hashes-per-block, NaN",
    "--hashes-per-block, many",
    "--block-spacing, 0",
    "--block-spacing, 25h",
    "--block-spacing, -1s",
    "--block-spacing, 999999999h",
    "--node, localhost:8332",
    "--node, http://u:s3cret@localhost",
    "--no-such-option, 1",
    "--duration, 1s"
  })
  void templateProviderTakesNoSuchValue(String option, String value) {
    assertMisused("tp --listen 127.0.0.1:0", option, value);
  }

  @ParameterizedTest
  @CsvSource({
    "--template-provider, 127.0.0.1",
    "--template-provider, 127.0.0.1:9/nonsense",
    "--payout, bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
    "--payout, 515",
    "--shares-per-minute, 0",
    "--shares-per-minute, -6",
    "--shares-per-minute, NaN",
    "--minimum-hashrate, 0",
    "--minimum-hashrate, -1",
    "--share-batch-size, 0",
    "--share-batch-size, -1",
    "--share-batch-size, 1.5",
    "--late-share-grace, -1s",
    "--late-share-grace, soon",
    "--server-id, -1",
    "--server-id, 65536",
    "--simulated, 1"
  })
  void poolTakesNoSuchValue(String option, String value) {
    assertMisused(
        "pool --listen 127.0.0.1:0 --template-provider 127.0.0.1:9 --payout 51", option, value);
  }

  @ParameterizedTest
  @CsvSource({
    "--pool, nowhere",
    "--pool, 127.0.0.1:0x10",
    "--threads, 0",
    "--threads, -1",
    "--threads, 1025",
    "--hashrate, 0",
    "--hashrate, -1",
    "--hashrate, NaN",
    "--duration, -1s",
    "--duration, 1.5s",
    "--listen, 127.0.0.1:0"
  })
  void minerTakesNoSuchValue(String option, String value) {
    assertMisused("miner --pool 127.0.0.1:9", option, value);
  }

  @ParameterizedTest
  @CsvSource({
    "--authority, nonsense",
    "--known-authority, nonsense",
    "--protocol, v1",
    "--timeout, 0",
    "--timeout, 2h",
    "--timeout, -1s",
    "--listen, 127.0.0.1:0"
  })
  void probeTakesNoSuchValue(String option, String value) {
    assertMisused("probe 127.0.0.1:9", option, value);
  }

  @ParameterizedTest
  @CsvSource({
    "probe 127.0.0.1, HOST:PORT",
    "probe 127.0.0.1:0, HOST:PORT",
    "probe stratum+tcp://127.0.0.1:9, HOST:PORT",
    "keys sign, sign",
    "keys generate surplus, surplus",
    "keys show surplus, command line"
  })
  void toolsTakeNoSuchWords(String line, String named) {
    assertMisused(line, named);
  }

  @ParameterizedTest
  @CsvSource({
    "--blocks, -1",
    "--blocks, few",
    "--miners, 0",
    "--miners, -1",
    "--miners, 257",
    "--duration, 0",
    "--duration, -1s",
    "--payout, nobody",
    "--threads, 2"
  })
  void demoTakesNoSuchValue(String option, String value) {
    assertMisused("demo", option, value);
  }

  @ParameterizedTest
  @CsvSource({
    "tp --listen 127.0.0.1:0 --simulated --node http://127.0.0.1:9, --simulated and --node",
    "demo --regtest --node http://127.0.0.1:9 --payout 51, --regtest and --node",
    "tp --listen 127.0.0.1:0 --node http://u:p@127.0.0.1:9 --cookie /c, cookie file",
    "tp --listen 127.0.0.1:0 --cookie /c, --cookie",
    "demo --cookie /c, --cookie",
    "tp --listen 127.0.0.1:0 --authority-secret a --authority-secret-file b, exclude each other"
  })
  void optionsThatDoNotGoTogetherAreNamed(String line, String named) {
    assertMisused(line, named);
  }

  @Test
  void longUserNameIsRefusedBeforeThePoolWouldHaveTo() {
    assertMisused("miner --duration 0 --pool 127.0.0.1:9", "--user", "u".repeat(256));
  }

  @Test
  void publicKeyIsNotTakenForTheSecretOne() {
    CommandRun run =
        assertMisused("tp --listen 127.0.0.1:0", "--authority-secret", KEY.publicKey().toString());
    assertThat(run.err().get(0)).contains("is this the public key?");
  }

  @Test
  void secretKeyIsNotTakenForThePublicOneAndNotShown() {
    CommandRun run = assertMisused("miner", "--pool", "127.0.0.1:9/" + KEY.toBase58());
    assertThat(run.err().get(0)).contains("secret key").doesNotContain(KEY.toBase58());
  }

  @Test
  void mistypedSecretInAnyPlaceIsNotShown() {
    String mistyped = "1" + KEY.toBase58().substring(1) + "0";
    for (String line : new String[] {"miner --pool ", "probe ", "keys show ", "tp ", ""}) {
      CommandRun run = CommandRun.of((line + mistyped).split(" "));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).singleElement().asString().doesNotContain(mistyped);
    }
  }

  @Test
  void brokenStaticKeyIsNamedWithItsFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("static.key"), "nonsense");
    CommandRun run = assertMisused("tp --listen 127.0.0.1:0", "--static-key-file", file.toString());
    assertThat(run.err().get(0)).contains(file.toString(), "static key: ");
    assertThat(file).hasContent("nonsense");
  }

  @Test
  void keyBehindTheAddressToListenOnIsNotSilentlyIgnored() {
    assertMisused("tp", "--listen", "127.0.0.1:0/" + KEY.publicKey());
  }

  @Test
  void commandIsNeededAndMustBeOneThatThereIs() {
    assertMisused("", "a command is needed");
    assertMisused("mine", "mine");
    assertMisused("--no-such-option", "--no-such-option");
    assertMisused("demo surplus", "surplus");
  }

  private static CommandRun assertMisused(String line, String option, String value) {
    String[] words = (line + " " + option + " .").split(" ");
    words[words.length - 1] = value;
    return assertMisused(words, option);
  }

  private static void assertMisused(String line, String named) {
    assertMisused(line.isEmpty() ? new String[0] : line.split(" "), named);
  }

  private static CommandRun assertMisused(String[] words, String named) {
    CommandRun run = CommandRun.of(words);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).singleElement().asString().contains(named).doesNotContain("s3cret");
    return run;
  }
}
