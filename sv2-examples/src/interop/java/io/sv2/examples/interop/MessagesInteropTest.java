package io.sv2.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sv2.codec.FrameHeader;
import io.sv2.codec.MessageType;
import io.sv2.codec.Messages;
import io.sv2.codec.Messages.Fill;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.extension.Tlv;
import io.sv2.codec.extension.WorkerIdentity;
import io.sv2.codec.jobdeclaration.ProvideMissingTransactionsSuccess;
import io.sv2.codec.json.Sv2Json;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.template.RequestTransactionDataSuccess;
import io.sv2.codec.type.B016M;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Our bytes against those of the reference implementation, for every message there is. */
@Timeout(300)
class MessagesInteropTest {
  private static final int RANDOM_INSTANCES = 200;
  private static final int DAMAGED_INSTANCES = 300;
  private static final HexFormat HEX = HexFormat.of();
  private static final Sv2Json JSON = Sv2Json.standard();
  private static ReferencePeer peer;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    peer = Peer.start("convert");
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  private static String hex(Sv2Frame frame) {
    return HEX.formatHex(frame.toByteArray());
  }

  private static String encodedByReference(String message) throws IOException {
    String answer = peer.ask(message);
    assertThat(answer).startsWith("{\"frame\":");
    return hex(JSON.readFrame(answer));
  }

  private static String decodedByReference(String frame) throws IOException {
    return peer.ask("{\"frame\":\"" + frame + "\"}");
  }

  private static void assertSameOnBothSides(Sv2Message message) throws IOException {
    Sv2Frame frame = Sv2Codec.encode(message);
    String ours = hex(frame);
    assertThat(encodedByReference(JSON.write(message))).isEqualTo(ours);
    assertThat(JSON.read(decodedByReference(ours))).isEqualTo(message);
    assertThat(Sv2Codec.decode(frame)).isEqualTo(message);
  }

  /** The reference has no number for a subprotocol that the specification does not name. */
  private static Sv2Message representable(Sv2Message message) {
    return message instanceof SetupConnection s && s.protocol() > 2
        ? new SetupConnection(
            s.protocol() % 3,
            s.minVersion(),
            s.maxVersion(),
            s.flags(),
            s.endpointHost(),
            s.endpointPort(),
            s.vendor(),
            s.hardwareVersion(),
            s.firmware(),
            s.deviceId())
        : message;
  }

  @ParameterizedTest
  @EnumSource(MessageType.class)
  void ourBytesAreTheReferencesAndEachReadsTheOthers(MessageType type) throws IOException {
    Messages messages = new Messages(41);
    for (int i = 0; i < RANDOM_INSTANCES; i++) {
      assertSameOnBothSides(representable(messages.of(type.record(), Fill.RANDOM)));
    }
    assertSameOnBothSides(representable(messages.of(type.record(), Fill.EMPTY)));
    assertSameOnBothSides(representable(messages.of(type.record(), Fill.FULL)));
  }

  @Test
  void theLargestPayloadAndTheLongestSequencesAreTheReferences() throws IOException {
    // payload = template id, excess data's length, count, the transaction's length, its bytes
    byte[] transaction = new byte[FrameHeader.MAX_PAYLOAD_LENGTH - 8 - 2 - 2 - 3];
    new Random(42).nextBytes(transaction);
    Sv2Message largest =
        new RequestTransactionDataSuccess(1, B064K.EMPTY, List.of(B016M.of(transaction)));
    assertThat(largest.payloadLength()).isEqualTo(FrameHeader.MAX_PAYLOAD_LENGTH);
    assertSameOnBothSides(largest);
    List<B016M> many = Collections.nCopies(0xffff, B016M.of(new byte[] {1}));
    assertSameOnBothSides(new RequestTransactionDataSuccess(1, B064K.EMPTY, many));
    assertSameOnBothSides(new ProvideMissingTransactionsSuccess(1, many));
    assertSameOnBothSides(
        new ProvideMissingTransactionsSuccess(1, Collections.nCopies(0xffff, B016M.EMPTY)));
  }

  @Test
  void aSubprotocolWithoutANameIsReadHereAndRefusedByTheReference() throws IOException {
    Sv2Message setup = new Messages(43).of(SetupConnection.class, Fill.FULL);
    assertThat(((SetupConnection) setup).protocol()).isEqualTo(255);
    assertThat(Sv2Codec.decode(Sv2Codec.encode(setup))).isEqualTo(setup);
    assertThat(decodedByReference(hex(Sv2Codec.encode(setup)))).contains("\"error\"");
  }

  @ParameterizedTest
  @CsvSource({
    "no number, 0000c07f",
    "infinity, 0000807f",
    "less than nothing, 000080bf",
  })
  void aHashRateThatIsNoneIsReadByTheReferenceAndRefusedHere(String rate, String f32)
      throws IOException {
    // OpenStandardMiningChannel: request_id, user_identity, nominal_hash_rate, max_target
    String frame = "000010290000" + "01000000" + "00" + f32 + "00".repeat(32);
    assertThat(decodedByReference(frame)).as(rate).contains("OpenStandardMiningChannel");
    assertThatThrownBy(() -> Sv2Codec.decode(JSON.readFrame("{\"frame\":\"" + frame + "\"}")))
        .isInstanceOf(Sv2CodecException.class)
        .hasMessageContaining("nominal_hash_rate");
  }

  @Test
  void aCodeWithAControlCharacterIsReadByTheReferenceAndRefusedHere() throws IOException {
    String frame = "008018070000" + "01000000" + "02" + "610a"; // CloseChannel, "a\n"
    assertThat(decodedByReference(frame)).contains("CloseChannel").doesNotContain("error");
    assertThatThrownBy(() -> Sv2Codec.decode(JSON.readFrame("{\"frame\":\"" + frame + "\"}")))
        .isInstanceOf(Sv2CodecException.class)
        .hasMessageContaining("reason_code");
  }

  @Test
  void theIdentityOfAWorkerIsTheReferences() throws IOException {
    SubmitSharesExtended share =
        new SubmitSharesExtended(1, 2, 3, 4, 5, 6, B032.of(new byte[] {7, 8}));
    for (String name : List.of("", "w", "Worker_001", "\u00e9".repeat(16))) {
      List<Tlv> tlvs = List.of(WorkerIdentity.of(name));
      String line = JSON.write(share, tlvs);
      Sv2Frame frame = Sv2Codec.encode(share, tlvs);
      assertThat(encodedByReference(line)).isEqualTo(hex(frame));
      Sv2Frame read = JSON.readFrame(decodedByReference(hex(frame)));
      assertThat(Sv2Codec.tlvs(read, Set.of(WorkerIdentity.EXTENSION))).isEqualTo(tlvs);
    }
  }

  /** What the reference lets pass and we do not, and the other way round; see conformance.md. */
  @ParameterizedTest
  @EnumSource(MessageType.class)
  void damageMeansTheSameToBothButForTheListedDifferences(MessageType type) throws IOException {
    Random random = new Random(44);
    Messages messages = new Messages(45);
    for (int i = 0; i < DAMAGED_INSTANCES; i++) {
      byte[] bytes =
          Sv2Codec.encode(representable(messages.of(type.record(), Fill.RANDOM))).toByteArray();
      Sv2Frame damaged = damage(type, bytes, random);
      String theirs = decodedByReference(hex(damaged));
      boolean refusedThere = theirs.startsWith("{\"error\"");
      Sv2Message ours;
      try {
        ours = Sv2Codec.decode(damaged);
      } catch (Sv2CodecException e) {
        assertThat(refusedThere || listed(e)).as("%s, but there %s", e, theirs).isTrue();
        continue;
      }
      if (refusedThere) {
        assertThat(ours).as(theirs).isInstanceOf(SetupConnection.class);
        assertThat(((SetupConnection) ours).protocol()).isGreaterThan(2);
      } else {
        assertThat(JSON.read(theirs)).isEqualTo(ours);
      }
    }
  }

  private static boolean listed(Sv2CodecException refusal) {
    return Stream.of("no control characters", "a finite number of hashes per second")
        .anyMatch(refusal.rule()::startsWith);
  }

  /** A bit flipped, the end cut off, or bytes appended. */
  private static Sv2Frame damage(MessageType type, byte[] frame, Random random) {
    byte[] payload = Arrays.copyOfRange(frame, FrameHeader.LENGTH, frame.length);
    int shortest = type.isChannelMessage() ? 4 : 0;
    switch (random.nextInt(3)) {
      case 0 -> payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 ->
          payload =
              Arrays.copyOf(payload, shortest + random.nextInt(payload.length - shortest + 1));
      default -> payload = Arrays.copyOf(payload, payload.length + 1 + random.nextInt(9));
    }
    return Sv2Frame.of(FrameHeader.read(frame, 0).extensionType(), type.code(), payload);
  }
}
