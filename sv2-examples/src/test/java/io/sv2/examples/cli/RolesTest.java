package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.AuthoritySecretKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each role as a process of its own, talking with the others over TCP. */
@Timeout(120)
class RolesTest {
  private static final String SCRIPT = "0014000102030405060708090a0b0c0d0e0f10111213";

  @TempDir private Path folder;

  private Launched sv2(String... arguments) {
    return Launched.sv2(folder, arguments);
  }

  private Launched templateProvider(String... more) {
    return sv2(
        concat(
            List.of("tp", "--listen", "127.0.0.1:0", "--simulated", "--hashes-per-block", "4e6"),
            more));
  }

  private Launched pool(String templateProvider, String... more) {
    return sv2(
        concat(
            List.of(
                "pool",
                "--listen",
                "127.0.0.1:0",
                "--template-provider",
                templateProvider,
                "--payout",
                SCRIPT,
                "--shares-per-minute",
                "240",
                "--minimum-hashrate",
                "1000",
                "--share-batch-size",
                "1",
                "--late-share-grace",
                "2s",
                "--json"),
            more));
  }

  private static String[] concat(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String peer(JsonNode ready) {
    String address = ready.get("listening").asText();
    assertThat(address).matches("127\\.0\\.0\\.1:[1-9][0-9]*");
    JsonNode authority = ready.get("authority");
    if (authority.isNull()) {
      return address;
    }
    assertThat(AuthorityPublicKey.parse(authority.asText())).isNotNull();
    return address + "/" + authority.asText();
  }

  @ParameterizedTest(name = "miner {0}")
  @ValueSource(strings = {"--threads=1", "--extended"})
  void minerPoolAndTemplateProviderWorkTogetherEncrypted(String kind) {
    try (Launched tp = templateProvider();
        Launched pool = pool(peer(tp.line()));
        Launched miner =
            sv2("miner", "--pool", peer(pool.line()), kind, "--duration", "5s", "--json")) {
      assertMined(miner);
      pool.terminate();
      assertThat(pool.exitCode()).isZero();
      List<JsonNode> said = pool.rest();
      JsonNode summary = said.get(said.size() - 1);
      assertThat(summary.get("sharesAccepted").asLong()).isPositive();
      assertThat(summary.get("sharesRejected").asLong()).isZero();
      tp.terminate();
      assertThat(tp.exitCode()).isZero();
    }
  }

  @Test
  void theyWorkTogetherUnencrypted() {
    try (Launched tp = templateProvider("--plain");
        Launched pool = pool(peer(tp.line()), "--plain")) {
      JsonNode ready = pool.line();
      assertThat(ready.get("authority").isNull()).isTrue();
      assertThat(ready.has("url")).isFalse();
      try (Launched miner =
          sv2("miner", "--plain", "--pool", peer(ready), "--duration", "5s", "--json")) {
        assertMined(miner);
      }
    }
  }

  private static void assertMined(Launched miner) {
    List<JsonNode> said = miner.rest();
    assertThat(miner.exitCode()).as(miner.errors()).isZero();
    JsonNode summary = said.get(said.size() - 1);
    assertThat(summary.get("sharesAccepted").asLong()).as(miner.errors()).isPositive();
    assertThat(summary.get("sharesRejected").asLong()).isZero();
    assertThat(summary.get("hashrate").asDouble()).isPositive();
  }

  @Test
  void serverKeepsTheIdentityThatItIsGiven() {
    AuthoritySecretKey secret = AuthoritySecretKey.generate(new SecureRandom());
    try (Launched tp = templateProvider("--authority-secret", secret.toBase58())) {
      JsonNode ready = tp.line();
      assertThat(ready.get("authority").asText()).isEqualTo(secret.publicKey().toString());
      assertThat(tp.errors()).doesNotContain(secret.toBase58());
    }
  }

  @Test
  void serverKeepsBothOfItsKeysInFilesAndNamesItsUrl() throws IOException {
    String secret = folder.resolve("authority.key").toString();
    String staticKey = folder.resolve("static.key").toString();
    CommandRun generated = CommandRun.of("keys", "generate", "--out", secret);
    assertThat(generated.exitCode()).isZero();
    List<String> seen = new ArrayList<>();
    for (int start = 0; start < 2; start++) {
      try (Launched tp =
          templateProvider("--authority-secret-file", secret, "--static-key-file", staticKey)) {
        JsonNode ready = tp.line();
        assertThat(ready.get("url").asText())
            .isEqualTo(
                "stratum2+tcp://" + ready.get("listening").asText() + "/" + generated.lastLine());
        try (Launched probe =
            sv2("probe", ready.get("url").asText(), "--protocol", "td", "--json")) {
          List<JsonNode> said = probe.rest();
          assertThat(probe.exitCode()).as(probe.errors()).isZero();
          said.stream()
              .filter(line -> line.has("serverKey"))
              .forEach(line -> seen.add(line.get("serverKey").asText()));
        }
        assertThat(tp.errors())
            .doesNotContain(
                Files.readString(Path.of(secret)).strip(),
                Files.readString(Path.of(staticKey)).strip());
      }
    }
    assertThat(seen).hasSize(2);
    assertThat(seen.get(0)).isEqualTo(seen.get(1));
  }

  @Test
  void addressThatIsTakenIsOneClearLineAndExitCodeOne() {
    try (Launched first = templateProvider()) {
      String taken = first.line().get("listening").asText();
      try (Launched second = sv2("tp", "--listen", taken, "--simulated")) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.rest()).isEmpty();
        assertThat(second.errors().lines().filter(line -> line.startsWith("tp: ")))
            .singleElement()
            .asString()
            .contains("in use");
        assertThat(second.errors()).doesNotContain("\tat ");
      }
    }
  }
}
