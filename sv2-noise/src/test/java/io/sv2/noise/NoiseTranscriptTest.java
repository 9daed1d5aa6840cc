package io.sv2.noise;

import static io.sv2.noise.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sv2.noise.secp256k1.Secp256k1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The transcripts in {@code docs/vectors/noise-handshake.json}: they are what the specification's
 * steps give, and what both sides here send. With {@code -Dsv2.writeVectors=true} the file is
 * written anew.
 */
class NoiseTranscriptTest {
  private static final Path FILE = Path.of("..", "docs", "vectors", "noise-handshake.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeAll
  static void writeWhenAsked() throws IOException {
    if (Boolean.getBoolean("sv2.writeVectors")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, generated());
    }
  }

  private static String generated() throws IOException {
    ObjectNode all = JSON.createObjectNode();
    all.put("title", "Stratum V2 Noise handshake transcripts");
    all.put("specification", "Stratum V2, chapter 4");
    all.put("fields", "README.md beside this file");
    ArrayNode transcripts = all.putArray("transcripts");
    TranscriptInputs.ALL.forEach(inputs -> transcripts.add(new SpecTranscript(inputs).toJson()));
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    return JSON.writer(printer).writeValueAsString(all) + "\n";
  }

  static List<TranscriptInputs> all() {
    return TranscriptInputs.ALL;
  }

  private static JsonNode published(TranscriptInputs inputs) throws IOException {
    for (JsonNode transcript : JSON.readTree(FILE.toFile()).path("transcripts")) {
      if (transcript.path("name").asText().equals(inputs.name())) {
        return transcript;
      }
    }
    throw new AssertionError(FILE + " has no " + inputs);
  }

  private static String text(JsonNode transcript, String pointer) {
    return transcript.at(pointer).asText();
  }

  @Test
  void theFileIsWhatTheSpecificationsStepsGive() throws IOException {
    assertThat(Files.readString(FILE)).isEqualTo(generated());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyProviderDecodesTheEncodingsToTheKeysOfTheSecrets(TranscriptInputs in) {
    for (Secp256k1 curve : List.of(Secp256k1.standard(), Secp256k1.bouncyCastle())) {
      for (TranscriptInputs.EncodedKey key :
          List.of(in.initiatorEphemeral(), in.responderEphemeral(), in.responderStatic())) {
        assertThat(hex(curve.ellSwiftDecode(key.ellSwiftBytes())))
            .isEqualTo(hex(curve.publicKeyX(key.secretBytes())));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void ourInitiatorMakesTheTranscript(TranscriptInputs in) throws IOException {
    JsonNode file = published(in);
    AuthorityPublicKey authority =
        AuthorityPublicKey.parse(text(file, "/inputs/authority_public_base58"));
    assertThat(hex(authority.toByteArray())).isEqualTo(text(file, "/inputs/authority_public"));
    NoiseInitiator initiator =
        new NoiseInitiator(
            NoiseInitiatorConfig.pinned(authority).withClock(clock(in)),
            in.initiatorEphemeral().pair());
    assertThat(hex(initiator.act1())).isEqualTo(text(file, "/act1/message"));
    NoiseSession session = initiator.act2(hex(text(file, "/act2/message")));
    assertThat(hex(initiator.serverCertificate().toByteArray()))
        .isEqualTo(text(file, "/certificate/signature_noise_message"));
    assertSession(session, true, in, file);
  }

  @ParameterizedTest
  @MethodSource("all")
  void ourResponderMakesTheTranscript(TranscriptInputs in) throws IOException {
    JsonNode file = published(in);
    AuthoritySecretKey authority = authority(file);
    StaticKeyPair staticKey = new StaticKeyPair(in.responderStatic().pair());
    assertThat(hex(staticKey.publicKeyX()))
        .isEqualTo(text(file, "/inputs/responder_static_public_x"));
    NoiseResponderConfig config =
        NoiseResponderConfig.of(authority)
            .withStaticKey(staticKey)
            .withClock(clock(in))
            .withCertificateValidity(
                Duration.ofSeconds(in.notValidAfter()).minusSeconds(now(in).getEpochSecond()))
            .withRandom(FixedRandom.repeating(in.auxRand()));
    NoiseResponder responder =
        new NoiseResponder(new CertificateIssuer(config), in.responderEphemeral().pair());
    String act2 = hex(responder.respond(hex(text(file, "/act1/message"))));
    if (in.certificateVersion() == Certificate.VERSION) {
      assertThat(act2).isEqualTo(text(file, "/act2/message"));
      assertSession(responder.session(), false, in, file);
    } else { // up to the certificate, of which an issuer has but one version
      assertThat(act2.substring(0, 288)).isEqualTo(text(file, "/act2/message").substring(0, 288));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void ourCertificateIsTheTranscripts(TranscriptInputs in) throws IOException {
    JsonNode file = published(in);
    Certificate certificate =
        Certificate.sign(
            authority(file),
            hex(text(file, "/inputs/responder_static_public_x")),
            in.certificateVersion(),
            in.validFrom(),
            in.notValidAfter(),
            FixedRandom.repeating(in.auxRand()));
    assertThat(hex(certificate.toByteArray()))
        .isEqualTo(text(file, "/certificate/signature_noise_message"));
  }

  private static AuthoritySecretKey authority(JsonNode file) {
    return AuthoritySecretKey.parse(text(file, "/inputs/authority_secret_base58"));
  }

  /** When the certificate is issued, and checked: it is dated back. */
  private static Instant now(TranscriptInputs in) {
    return Instant.ofEpochSecond(in.validFrom()).plus(CertificateIssuer.BACKDATED);
  }

  private static Clock clock(TranscriptInputs in) {
    return Peers.at(now(in));
  }

  private static void assertSession(
      NoiseSession session, boolean initiator, TranscriptInputs in, JsonNode file) {
    assertThat(hex(session.handshakeHash())).isEqualTo(text(file, "/final/handshake_hash"));
    // Large frames are in the file as a hash; here they are in full, and the file is made of them.
    List<SpecFrame> frames = new SpecTranscript(in).frames();
    assertThat(file.path("frames")).hasSize(frames.size());
    for (int i = 0; i < frames.size(); i++) {
      SpecFrame frame = frames.get(i);
      JsonNode published = file.path("frames").get(i);
      if (frame.byInitiator() == initiator) {
        assertPublished(published, "sealed", session.seal(frame.plain()));
      } else {
        assertPublished(published, "frame", open(session, frame.sealed()));
      }
    }
  }

  private static void assertPublished(JsonNode frame, String name, byte[] bytes) {
    if (frame.has(name)) {
      assertThat(hex(bytes)).isEqualTo(text(frame, "/" + name));
    } else {
      assertThat(hex(Sha256.hash(bytes))).isEqualTo(text(frame, "/" + name + "_sha256"));
    }
  }

  private static byte[] open(NoiseSession session, byte[] sealed) {
    byte[] frame = sealed.clone();
    session.openHeader(frame, 0, frame, 0);
    int to = NoiseSession.HEADER_LENGTH;
    for (int from = NoiseSession.SEALED_HEADER_LENGTH; from < frame.length; ) {
      int size = Math.min(frame.length - from, NoiseSession.MAX_CHUNK_SEALED);
      byte[] chunk = new byte[size];
      int opened = session.openChunk(frame, from, size, chunk, 0);
      System.arraycopy(chunk, 0, frame, to, opened);
      from += size;
      to += opened;
    }
    return Arrays.copyOf(frame, to);
  }
}
