package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sv2.examples.probe.ProbedServer;
import io.sv2.noise.AuthorityPublicKey;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.NoiseResponderConfig;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a probe prints; what it finds is ProbeTest's. */
@Timeout(60)
class ProbeCommandTest {
  private static final AuthoritySecretKey AUTHORITY =
      AuthoritySecretKey.generate(new SecureRandom());
  private static final AuthorityPublicKey KEY = AUTHORITY.publicKey();
  private static final AuthorityPublicKey OTHER =
      AuthoritySecretKey.generate(new SecureRandom()).publicKey();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ProbedServer server = ProbedServer.mining(NoiseResponderConfig.of(AUTHORITY), 5, 2);

  @AfterEach
  void close() {
    server.close();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void aServerIsDescribedForAPerson() {
    CommandRun run = CommandRun.of("probe", "stratum2+tcp://" + server.address() + "/" + KEY);
    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.out().stream().map(line -> line.substring(0, line.indexOf(' '))))
        .containsExactly(
            "resolve",
            "connect",
            "handshake",
            "certificate",
            "signature",
            "server",
            "setup",
            "protocol",
            "protocol",
            "version",
            "flags");
    assertThat(String.join("\n", run.out()))
        .contains(
            "127.0.0.1:" + server.port(),
            "valid from ",
            "right, of the pinned authority " + KEY,
            "mining, version 2, REQUIRES_EXTENDED_CHANNELS",
            "jd: unsupported-protocol",
            "3 alone: protocol-version-mismatch",
            "takes REQUIRES_STANDARD_JOBS, REQUIRES_VERSION_ROLLING;"
                + " refuses REQUIRES_WORK_SELECTION");
  }

  @Test
  void itIsDescribedForAProgram() {
    CommandRun run = CommandRun.of("probe", server.address(), "--authority", "" + KEY, "--json");
    assertThat(run.exitCode()).as("%s", run).isZero();
    List<JsonNode> lines = run.out().stream().map(ProbeCommandTest::json).toList();
    assertThat(lines.stream().map(ProbeCommandTest::fields))
        .containsExactly(
            List.of("event", "step", "ms", "addresses"),
            List.of("event", "step", "ms", "address"),
            List.of("event", "step", "ms", "computingMs", "waitingMs"),
            List.of(
                "event",
                "version",
                "validFrom",
                "notValidAfter",
                "validForSeconds",
                "signature",
                "signer",
                "serverKey"),
            List.of("event", "step", "ms", "protocol", "usedVersion", "flags", "asked"),
            List.of("event", "protocol", "supported", "errorCode"),
            List.of("event", "protocol", "supported", "errorCode"),
            List.of("event", "protocol", "version", "supported", "errorCode"),
            List.of("event", "protocol", "takes", "refuses", "errorCode"),
            List.of("ok", "address", "signature", "protocol", "usedVersion", "flags", "protocols"));
    JsonNode summary = lines.get(lines.size() - 1);
    assertThat(summary.get("ok").asBoolean()).isTrue();
    assertThat(summary.get("signature").asText()).isEqualTo("pinned");
    assertThat(summary.get("protocols")).singleElement().hasToString("\"mining\"");
  }

  @Test
  void theWrongAuthorityIsADiagnosisForBoth() {
    String[] words = {
      "probe", server.address() + "/" + OTHER, "--known-authority", KEY.toString(), "--json"
    };
    CommandRun run = CommandRun.of(words);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .filteredOn(line -> line.startsWith("probe: handshake: "))
        .singleElement()
        .asString()
        .contains(KEY.toString(), OTHER.toString());
    JsonNode summary = json(run.lastLine());
    assertThat(fields(summary))
        .containsExactly(
            "ok", "step", "reason", "message", "expected", "actual", "address", "signature");
    assertThat(summary.get("step").asText()).isEqualTo("handshake");
    assertThat(summary.get("reason").asText()).isEqualTo("WRONG_AUTHORITY");
    assertThat(summary.get("actual").asText()).isEqualTo(KEY.toString());
    assertThat(run.out()).anyMatch(line -> line.contains("\"signature\":\"known\",\"signer\""));
  }

  @Test
  void theHintIsPrintedBehindTheDiagnosis() {
    CommandRun run = CommandRun.of("probe", server.address(), "--plain");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .filteredOn(line -> line.startsWith("probe: setup: "))
        .singleElement()
        .asString()
        .contains("leave --plain out");
  }

  @Test
  void aKeyThatContradictsTheUrlIsMisuse() {
    CommandRun run =
        CommandRun.of("probe", server.address() + "/" + KEY, "--authority", OTHER.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
