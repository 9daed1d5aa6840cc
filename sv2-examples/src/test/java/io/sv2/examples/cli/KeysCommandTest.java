package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.AuthoritySecretKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class KeysCommandTest {
  private static final AuthoritySecretKey SECRET = AuthoritySecretKey.generate(new SecureRandom());
  private static final String KEY = SECRET.publicKey().toString();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static CommandRun sv2(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.err()).noneMatch(line -> line.contains(SECRET.toBase58()));
    return run;
  }

  private static JsonNode json(CommandRun run) {
    assertThat(run.out()).hasSize(1);
    try {
      return JSON.readTree(run.lastLine());
    } catch (JsonProcessingException e) {
      throw new AssertionError(run.lastLine(), e);
    }
  }

  private static CommandRun withStdin(String text, String... arguments) {
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return sv2(arguments);
    } finally {
      System.setIn(in);
    }
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void aFreshPairIsPrinted() {
    CommandRun text = sv2("keys", "generate");
    assertThat(text.exitCode()).isZero();
    assertThat(text.out()).hasSize(2);
    AuthoritySecretKey made =
        AuthoritySecretKey.parse(text.out().get(1).substring("secret key  ".length()));
    assertThat(text.out().get(0)).isEqualTo("public key  " + made.publicKey());

    JsonNode json = json(sv2("keys", "generate", "--json"));
    assertThat(json.fieldNames()).toIterable().containsExactly("publicKey", "secretKey");
    assertThat(AuthoritySecretKey.parse(json.get("secretKey").asText()).publicKey())
        .hasToString(json.get("publicKey").asText());
    assertThat(json.get("publicKey").asText()).isNotEqualTo(made.publicKey().toString());
  }

  @Test
  void theSecretGoesToAFileOfItsOwnersAlone() throws IOException {
    Path file = folder.resolve("authority.key");
    CommandRun run = sv2("keys", "generate", "--out", file.toString());
    assertThat(run.exitCode()).isZero();
    AuthoritySecretKey made = AuthoritySecretKey.parse(Files.readString(file).strip());
    assertThat(run.out()).containsExactly(made.publicKey().toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }

    JsonNode json = json(sv2("keys", "show", "--file", file.toString(), "--json"));
    assertThat(json.get("publicKey").asText()).isEqualTo(made.publicKey().toString());
  }

  @Test
  void aFileThatExistsIsLeftAsItIs() throws IOException {
    String file = file("precious", "text");
    CommandRun run = sv2("keys", "generate", "--out", file, "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).singleElement().asString().contains(file, "left as it is");
    assertThat(Path.of(file)).hasContent("text");

    CommandRun nowhere = sv2("keys", "generate", "--out", folder + "/none/key");
    assertThat(nowhere.exitCode()).isEqualTo(1);
    assertThat(nowhere.err()).singleElement().asString().contains("there is no folder");
  }

  @Test
  void thePublicKeyOfASecretIsShownInAllItsForms() {
    CommandRun text = withStdin(SECRET.toBase58() + "\n", "keys", "show");
    assertThat(text.exitCode()).isZero();
    String hex = HexFormat.of().formatHex(SECRET.publicKey().toByteArray());
    assertThat(text.out())
        .containsExactly(
            "public key  " + KEY,
            "x-only      " + hex,
            "url         stratum2+tcp://HOST:PORT/" + KEY);
    JsonNode json = json(withStdin(SECRET.toBase58(), "keys", "show", "--json"));
    assertThat(json.fieldNames()).toIterable().containsExactly("publicKey", "xOnly", "url");
    assertThat(json.get("xOnly").asText()).isEqualTo(hex);
  }

  @Test
  void whatIsNoSecretIsSaidWithoutBeingQuoted() throws IOException {
    String mistyped = SECRET.toBase58().substring(1);
    CommandRun run = withStdin(mistyped, "keys", "show");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).singleElement().asString().contains("checksum").doesNotContain(mistyped);

    CommandRun file = sv2("keys", "show", "--file", file("broken", mistyped));
    assertThat(file.exitCode()).isEqualTo(1);
    assertThat(String.join("\n", file.err()))
        .contains("broken: authority secret key", "checksum")
        .doesNotContain(mistyped);
    assertThat(sv2("keys", "show", "--file", folder + "/none").err())
        .singleElement()
        .asString()
        .contains("none: there is no such file");
  }

  @Test
  void aSecretOnTheCommandLineIsRefusedAndNotRepeated() {
    for (String command : List.of("show", "generate", "check --json " + KEY)) {
      String[] words = ("keys " + command + " " + SECRET.toBase58()).split(" ");
      CommandRun run = sv2(words);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
    }
    assertThat(sv2("miner", "--pool", SECRET.toBase58()).exitCode()).isEqualTo(2);
    assertThat(sv2(SECRET.toBase58()).exitCode()).isEqualTo(2);
  }

  @Test
  void aPublicKeyIsRecognizedByItselfAndInAUrl() {
    for (String text :
        List.of(KEY, "stratum2+tcp://pool.example.com:34254/" + KEY, "[::1]:34254/" + KEY)) {
      CommandRun run = sv2("keys", "check", text);
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).containsExactly("ok: a public key");
    }
    JsonNode json = json(sv2("keys", "check", KEY, "--json"));
    assertThat(json.get("ok").asBoolean()).isTrue();
    assertThat(json.get("publicKey").asText()).isEqualTo(KEY);
    assertThat(json.has("reason")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRX0, BAD_CHARACTER",
    "9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXi, BAD_CHECKSUM",
    "2nCd8vG57AwBLvZc5havE5VTbGaKwXcSkxV, WRONG_LENGTH",
    "JBBm71Bsw1xvYRgD6641fZx6xAAvWCcadZn4jjBbERTbbWWjuap, WRONG_VERSION",
    "9adaAMuB9v8yX1mZ5PtoB6VFSCeqRGjASd8ZTM6VUkiHLnHWfDH, INVALID_KEY",
    "'', WRONG_LENGTH",
    "stratum2+tcp://pool:34254, BAD_URL",
    "stratum2+tcp://pool/9bXiEd8boQVhq7WddEcERUL5tyyJVFYdU8th3HfbNXK3Yw6GRXh, BAD_URL",
    "http://pool:34254, BAD_URL",
    "pool:34254/, WRONG_LENGTH"
  })
  void whatIsWrongWithAPublicKeyIsSaid(String text, String reason) {
    CommandRun run = sv2("keys", "check", text, "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(json(run).get("ok").asBoolean()).isFalse();
    assertThat(json(run).get("reason").asText()).isEqualTo(reason);
    assertThat(json(run).get("secretKey").asBoolean()).isFalse();
    assertThat(sv2("keys", "check", text).lastLine()).startsWith("not ok: ");
  }

  @Test
  void aSecretKeyInItsPlaceIsNamedAndNotRepeated() {
    for (String text : List.of(SECRET.toBase58(), "stratum2+tcp://h:1/" + SECRET.toBase58())) {
      CommandRun run = sv2("keys", "check", text, "--json");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(json(run).get("secretKey").asBoolean()).isTrue();
      assertThat(run.lastLine()).contains("this is a secret key");
      assertThat(run.lastLine()).doesNotContain(SECRET.toBase58());
    }
  }

  @Test
  void whetherPublicAndSecretKeyBelongTogetherIsSaid() throws IOException {
    String file = file("key", SECRET.toBase58() + "\n");
    Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-------"));
    CommandRun own = sv2("keys", "check", KEY, "--secret-file", file);
    assertThat(own.exitCode()).isZero();
    assertThat(own.err()).isEmpty();
    assertThat(own.lastLine()).contains("belongs to it");

    AuthorityPublicKey other = AuthoritySecretKey.generate(new SecureRandom()).publicKey();
    CommandRun others = sv2("keys", "check", other.toString(), "--secret-file", file, "--json");
    assertThat(others.exitCode()).isEqualTo(1);
    assertThat(json(others).get("ok").asBoolean()).isFalse();
    assertThat(json(others).get("reason").asText()).isEqualTo("OTHER_SECRET");
    assertThat(json(others).get("message").asText()).contains(KEY);
  }
}
