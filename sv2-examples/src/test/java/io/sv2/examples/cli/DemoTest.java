package io.sv2.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sv2.examples.Needs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class DemoTest {
  @TempDir private Path folder;

  @Test
  void minesBlocksOnTheSimulatedChain() {
    try (Launched demo = Launched.sv2(folder, "demo", "--blocks", "2", "--json")) {
      List<JsonNode> said = demo.rest();
      assertThat(demo.exitCode()).as(demo.errors()).isZero();
      JsonNode summary = said.get(said.size() - 1);
      assertThat(summary.fieldNames())
          .toIterable()
          .containsExactly(
              "sharesAccepted",
              "sharesRejected",
              "blocksFound",
              "blocksAccepted",
              "tipHeight",
              "hashrate");
      assertThat(summary.get("sharesAccepted").asLong()).isPositive();
      assertThat(summary.get("sharesRejected").asLong()).isZero();
      // Miners go on while the demo ends: there may be another.
      assertThat(summary.get("blocksAccepted").asInt()).isGreaterThanOrEqualTo(2);
      assertThat(said)
          .filteredOn(line -> line.path("event").asText().equals("block"))
          .hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void blocksThatDoNotComeInTimeAreAFailure() {
    try (Launched demo =
        Launched.sv2(folder, "demo", "--blocks", "1000000", "--duration", "2s", "--json")) {
      List<JsonNode> said = demo.rest();
      assertThat(demo.exitCode()).isEqualTo(1);
      assertThat(said.get(said.size() - 1).has("sharesAccepted")).isTrue();
    }
  }

  @Test
  void endsWithItsSummaryWhenInterrupted() {
    try (Launched demo = Launched.sv2(folder, "demo", "--duration", "5m", "--json")) {
      JsonNode line = demo.line();
      while (!line.path("event").asText().equals("firstShare")) {
        line = demo.line();
      }
      demo.terminate();
      assertThat(demo.exitCode()).isZero();
      List<JsonNode> said = demo.rest();
      assertThat(said.get(said.size() - 1).get("sharesAccepted").asLong()).isPositive();
    }
  }

  /** The node is bcoin: the blocks are accepted by software that this project did not write. */
  @Test
  void minesBlocksOnARealNode() {
    Needs.node();
    try (Launched demo = Launched.sv2(folder, "demo", "--regtest", "--blocks", "2", "--json")) {
      List<JsonNode> said = demo.rest();
      assertThat(demo.exitCode()).as(demo.errors()).isZero();
      JsonNode summary = said.get(said.size() - 1);
      assertThat(summary.get("blocksAccepted").asLong()).isGreaterThanOrEqualTo(2);
      assertThat(summary.get("tipHeight").asLong())
          .isGreaterThanOrEqualTo(440 + summary.get("blocksAccepted").asLong());
    }
  }
}
