package io.sv2.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sv2.codec.type.U256;
import io.sv2.examples.interop.ShareScenario.Step;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our judgement of shares against that of the reference implementation's channels. */
@Timeout(300)
class SharesInteropTest {
  private static final int SHARES = Integer.getInteger("sv2.shares", 10_000);
  private static final int SHARES_OF_A_SCENARIO = 25;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static ReferencePeer peer;

  private final Map<String, Integer> verdicts = new TreeMap<>();
  private final Map<ShareDifference, Integer> differences = new EnumMap<>(ShareDifference.class);

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    peer = Peer.start("shares");
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  /** What is listed is in docs/conformance.md. */
  @Test
  void sharesAreJudgedAlikeButForTheListedDifferences() throws IOException {
    int shares = 0;
    for (long seed = 0; shares < SHARES; seed++) {
      shares += compare(seed);
    }
    System.out.println(shares + " shares: " + verdicts + "; differences: " + differences);
    assertThat(differences).containsOnlyKeys(ShareDifference.values());
    assertThat(verdicts)
        .containsOnlyKeys(
            "bad-extranonce-size",
            "block",
            "difficulty-too-low",
            "duplicate-share",
            "invalid-job-id",
            "invalid-non-rollable-version-bit",
            "invalid-share",
            "stale-share",
            "valid",
            "version-rolling-not-allowed")
        .allSatisfy((verdict, count) -> assertThat(count).as(verdict).isGreaterThan(100));
  }

  private int compare(long seed) throws IOException {
    ShareScenario scenario = new ShareScenario(new Random(seed)).play(SHARES_OF_A_SCENARIO);
    JsonNode answer = JSON.readTree(peer.ask(scenario.line()));
    JsonNode answers = answer.path("events");
    assertThat(answers).as("%s", answer).hasSize(scenario.steps().size());
    int shares = 0;
    int accepted = 0;
    int blocks = 0;
    for (int i = 0; i < answers.size(); i++) {
      Step step = scenario.steps().get(i);
      String theirs = text(answers.get(i));
      String what = "scenario " + seed + ", event " + i + ": " + step.event();
      assertThat(step.answer()).as(what).isEqualTo(step.ours().text());
      assertThat(theirs).as(what).isEqualTo(step.theirs().text());
      if (step.share()) {
        shares++;
        accepted += theirs.startsWith("rejected") ? 0 : 1;
        blocks += theirs.startsWith("block") ? 1 : 0;
        count(step, theirs, what);
      }
    }
    assertThat(answer.at("/accounting/accepted").intValue()).isEqualTo(accepted);
    assertThat(answer.at("/accounting/blocks").intValue()).isEqualTo(blocks);
    assertThat(scenario.channel().accounting().accepted())
        .isEqualTo(scenario.steps().stream().filter(Step::accepted).count());
    return shares;
  }

  private void count(Step step, String theirs, String what) {
    if (!step.answer().equals(theirs)) {
      ShareDifference because = step.theirs().because();
      because = because == null ? step.ours().because() : because;
      assertThat(because).as("%s%nours: %s%ntheirs: %s", what, step.answer(), theirs).isNotNull();
      differences.merge(because, 1, Integer::sum);
    }
    String[] words = step.answer().split(" ", -1);
    verdicts.merge(words[0].equals("rejected") ? words[1] : words[0], 1, Integer::sum);
  }

  private static String text(JsonNode answer) {
    if (answer.has("block")) {
      JsonNode id = answer.path("templateId");
      return ShareModel.block(
          U256.ofHex(answer.path("block").textValue()),
          id.isNull() ? OptionalLong.empty() : OptionalLong.of(id.longValue()),
          answer.path("coinbase").textValue());
    }
    for (var field : answer.properties()) {
      String name = field.getKey().equals("jobId") ? "job" : field.getKey();
      return name + " " + field.getValue().asText();
    }
    return "";
  }
}
