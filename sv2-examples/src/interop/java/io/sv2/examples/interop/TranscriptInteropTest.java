package io.sv2.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published transcripts against the reference implementation, which is given the same secrets:
 * it sends the same acts and frames, and accepts what the transcript says that it gets.
 */
@Timeout(300)
class TranscriptInteropTest {
  private static final Path FILE = Path.of("..", "docs", "vectors", "noise-handshake.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Hex digits of act 2 before its certificate. */
  private static final int BEFORE_THE_CERTIFICATE = 2 * (64 + 64 + 16);

  private static ReferencePeer peer;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    peer = Peer.start("transcript");
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  /** A transcript, its frames in full and what the reference makes of it. */
  private record Played(JsonNode transcript, List<TranscriptFrame> frames, JsonNode answer) {
    static Played of(String name) throws IOException, GeneralSecurityException {
      for (JsonNode transcript : JSON.readTree(FILE.toFile()).path("transcripts")) {
        if (transcript.path("name").textValue().equals(name)) {
          List<TranscriptFrame> frames = TranscriptFrame.all(transcript);
          JsonNode answer = JSON.readTree(peer.ask(question(transcript, frames).toString()));
          assertThat(answer.has("error")).as("%s", answer.path("error")).isFalse();
          return new Played(transcript, frames, answer);
        }
      }
      throw new AssertionError(FILE + " has no " + name);
    }

    JsonNode side(String side) {
      return answer.path(side);
    }

    String remark() {
      return transcript.path("reference").asText();
    }

    String at(String pointer) {
      return transcript.at(pointer).textValue();
    }

    void assertFrames(String side) {
      List<String> sealed = new ArrayList<>();
      List<String> opened = new ArrayList<>();
      for (TranscriptFrame frame : frames) {
        if (frame.from().equals(side)) {
          sealed.add(frame.sealed());
        } else {
          opened.add(frame.frame());
        }
      }
      assertThat(sealed).hasSizeGreaterThan(2);
      assertThat(opened).hasSizeGreaterThan(2);
      assertEqual(side(side).path("sealed"), sealed);
      assertEqual(side(side).path("opened"), opened);
    }
  }

  /** Without printing two megabytes where they differ. */
  private static void assertEqual(JsonNode actual, List<String> expected) {
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).textValue().equals(expected.get(i))).as("frame %d", i).isTrue();
    }
  }

  private static ObjectNode question(JsonNode transcript, List<TranscriptFrame> frames) {
    JsonNode inputs = transcript.path("inputs");
    ObjectNode question = JSON.createObjectNode();
    question.set("authoritySecret", inputs.path("authority_secret_base58"));
    question.set("authorityPublic", inputs.path("authority_public_base58"));
    question.set("initiatorEphemeralSecret", inputs.path("initiator_ephemeral_secret"));
    question.set("responderEphemeralSecret", inputs.path("responder_ephemeral_secret"));
    question.set("responderStaticSecret", inputs.path("responder_static_secret"));
    question.set("certificateAuxRand", inputs.path("certificate_aux_rand"));
    question.set("validFrom", inputs.at("/certificate/valid_from"));
    question.set("notValidAfter", inputs.at("/certificate/not_valid_after"));
    question.set("act1", transcript.at("/act1/message"));
    question.set("act2", transcript.at("/act2/message"));
    var list = question.putArray("frames");
    for (TranscriptFrame frame : frames) {
      list.addObject()
          .put("from", frame.from())
          .put("frame", frame.frame())
          .put("sealed", frame.sealed());
    }
    return question;
  }

  private static void assertInitiator(Played played) {
    JsonNode initiator = played.side("initiator");
    assertThat(initiator.path("error").asText()).isEmpty();
    assertThat(initiator.path("act1").asText()).isEqualTo(played.at("/act1/message"));
    played.assertFrames("initiator");
  }

  private static void assertResponder(Played played) {
    JsonNode responder = played.side("responder");
    assertThat(responder.path("error").asText()).isEmpty();
    assertThat(responder.path("act2").asText()).isEqualTo(played.at("/act2/message"));
    played.assertFrames("responder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "odd-keys", "largest-not-valid-after"})
  void theReferencePlaysBothSides(String name) throws IOException, GeneralSecurityException {
    Played played = Played.of(name);
    assertThat(played.remark()).isEmpty();
    assertInitiator(played);
    assertResponder(played);
  }

  @Test
  void theReferenceRefusesACertificateOfVersion1AfterAllElseWasRight()
      throws IOException, GeneralSecurityException {
    Played played = Played.of("certificate-version-1");
    assertThat(played.remark()).isEqualTo("refuses certificate version 1");
    JsonNode initiator = played.side("initiator");
    assertThat(initiator.path("act1").asText()).isEqualTo(played.at("/act1/message"));
    assertThat(initiator.path("error").asText())
        .startsWith("Invalid Certificate")
        .contains("version: 1,", played.at("/certificate/signature"));
    // Its own certificate has version 0; the frames' keys do not depend on it.
    assertThat(played.side("responder").path("act2").asText())
        .startsWith(played.at("/act2/message").substring(0, BEFORE_THE_CERTIFICATE))
        .isNotEqualTo(played.at("/act2/message"));
    played.assertFrames("responder");
  }

  @Test
  void theReferenceAnswersAnEncodingThatItWouldNotMake()
      throws IOException, GeneralSecurityException {
    Played played = Played.of("initiator-encoding-out-of-range");
    assertThat(played.remark()).startsWith("plays the responder only");
    assertResponder(played);
    assertThat(played.side("initiator").path("act1").asText())
        .isNotEqualTo(played.at("/act1/message"));
  }

  @Test
  void theReferenceAcceptsEncodingsThatItWouldNotMake()
      throws IOException, GeneralSecurityException {
    Played played = Played.of("responder-encodings-of-zero");
    assertThat(played.remark()).startsWith("plays the initiator only");
    assertInitiator(played);
    assertThat(played.side("responder").path("act2").asText())
        .isNotEqualTo(played.at("/act2/message"));
  }

  @Test
  void noTranscriptIsLeftOut() throws IOException {
    Set<String> names = new TreeSet<>();
    JSON.readTree(FILE.toFile())
        .path("transcripts")
        .forEach(transcript -> names.add(transcript.path("name").textValue()));
    assertThat(names)
        .containsExactlyInAnyOrder(
            "basic",
            "odd-keys",
            "largest-not-valid-after",
            "certificate-version-1",
            "initiator-encoding-out-of-range",
            "responder-encodings-of-zero");
  }
}
