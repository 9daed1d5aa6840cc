package io.sv2.codec;

import static io.sv2.codec.Corpus.inputs;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sv2.codec.Messages.Fill;
import io.sv2.codec.extension.Tlv;
import io.sv2.codec.extension.WorkerIdentity;
import io.sv2.codec.json.Sv2Json;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.type.B032;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every decoder, fed with anything: a typed error or a value that holds up, never anything else.
 *
 * <p>In the build each runs over its seeds and over what has once gone wrong; {@code
 * docs/testing.md} says how to let a fuzzer look for more.
 */
class DecodersFuzzTest {
  private static final int LIMIT = 1_000;
  private static final Sv2Json JSON = Sv2Json.standard();
  private static final SubmitSharesExtended SHARE =
      new SubmitSharesExtended(1, 2, 3, 4, 5, 6, B032.of(new byte[] {7}));

  // ---- frames: a byte that says how the rest is cut, then a stream

  static Stream<byte[]> frameSeeds() {
    byte[] stream =
        Corpus.concat(
            Sv2Codec.encode(SHARE).toByteArray(),
            Sv2Frame.of(0x4001, 9).toByteArray(),
            new byte[7]);
    return inputs("frames", Stream.of(0, 1, 5, 200).map(cut -> Corpus.prefixed(cut, stream)));
  }

  @MethodSource("frameSeeds")
  @FuzzTest
  void frames(byte[] data) {
    if (data.length == 0) {
      return;
    }
    int piece = 1 + (data[0] & 0xff);
    FrameDecoder decoder = new FrameDecoder(LIMIT, 10 + piece % 50);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    int at = 1;
    try {
      while (at < data.length) {
        int count = Math.min(piece, data.length - at);
        decoder.decode(
            ByteBuffer.wrap(data, at, count), frame -> decoded.writeBytes(frame.toByteArray()));
        at += count;
      }
      assertThat(decoder.isMidFrame()).isEqualTo(decoded.size() < data.length - 1);
    } catch (Sv2CodecException e) {
      assertThat(e.rule()).isNotBlank();
    }
    // Whatever came out is the stream, in order, and nothing of what follows is held as a frame.
    byte[] out = decoded.toByteArray();
    assertThat(out).isEqualTo(Arrays.copyOfRange(data, 1, 1 + out.length));
  }

  // ---- messages: a byte that says which, then its payload

  static Stream<byte[]> messageSeeds() {
    Messages messages = new Messages(31);
    return inputs(
        "messages",
        Stream.of(MessageType.values())
            .flatMap(
                type ->
                    Stream.of(Fill.EMPTY, Fill.RANDOM)
                        .map(fill -> Sv2Codec.encode(messages.of(type.record(), fill)))
                        .map(frame -> Corpus.prefixed(indexOf(type), Corpus.payload(frame)))));
  }

  private static int indexOf(MessageType type) {
    return List.of(MessageType.values()).indexOf(type);
  }

  @MethodSource("messageSeeds")
  @FuzzTest
  void messages(byte[] data) {
    if (data.length == 0) {
      return;
    }
    List<MessageType> types = List.of(MessageType.values());
    MessageType type = types.get((data[0] & 0xff) % types.size());
    byte[] payload = Arrays.copyOfRange(data, 1, data.length);
    try {
      int bit = type.isChannelMessage() ? FrameHeader.CHANNEL_MESSAGE_BIT : 0;
      Sv2Frame frame = Sv2Frame.of(type.extension() | bit, type.code(), payload);
      Sv2Message message = Sv2Codec.decode(frame);
      assertThat(message).isInstanceOf(type.record());
      assertThat(Sv2Codec.decode(Corpus.inPieces(frame, 10 + payload.length % 23)))
          .isEqualTo(message);
      Sv2Frame again = Sv2Codec.encode(message);
      Corpus.assertSameBytes(type, again, payload);
      assertThat(Sv2Codec.decode(again)).isEqualTo(message).hasSameHashCodeAs(message);
      assertThat(JSON.readFrame(JSON.write(message))).isEqualTo(again);
    } catch (Sv2CodecException e) {
      assertThat(e.rule()).isNotBlank();
      assertThat(e.messageName()).isNotNull();
      assertThat(e.field()).isNotNull();
    }
  }

  // ---- TLVs: what may stand behind a message

  static Stream<byte[]> tlvSeeds() {
    int share = SHARE.payloadLength();
    return inputs(
        "tlvs",
        Stream.of("w", "x".repeat(32))
            .map(name -> Sv2Codec.encode(SHARE, List.of(WorkerIdentity.of(name))))
            .map(frame -> Corpus.payload(frame))
            .map(payload -> Arrays.copyOfRange(payload, share, payload.length)));
  }

  @MethodSource("tlvSeeds")
  @FuzzTest
  void tlvs(byte[] data) {
    byte[] payload = Corpus.concat(Corpus.payload(Sv2Codec.encode(SHARE)), data);
    Sv2Frame frame = Sv2Frame.of(0x8000, 0x1b, payload);
    assertThat(Sv2Codec.decode(frame)).isEqualTo(SHARE);
    List<Tlv> tlvs = Sv2Codec.tlvs(frame, Set.of(WorkerIdentity.EXTENSION));
    assertThat(tlvs).allMatch(tlv -> tlv.extensionType() == WorkerIdentity.EXTENSION);
    assertThat(tlvs.stream().mapToInt(Tlv::length).sum()).isLessThanOrEqualTo(data.length);
    assertThat(Sv2Codec.tlvs(Sv2Codec.encode(SHARE, tlvs), Set.of(WorkerIdentity.EXTENSION)))
        .isEqualTo(tlvs);
    try {
      WorkerIdentity.in(tlvs).ifPresent(name -> assertThat(name.length()).isLessThan(33));
    } catch (Sv2CodecException e) {
      assertThat(e.field()).isEqualTo("user_identity");
    }
  }

  // ---- JSON: a line

  static Stream<byte[]> jsonSeeds() {
    Messages messages = new Messages(32);
    Stream<String> plain =
        Stream.of(MessageType.values())
            .map(type -> JSON.write(messages.of(type.record(), Fill.EMPTY)));
    Stream<String> others =
        Stream.of(
            JSON.write(SHARE, List.of(WorkerIdentity.of("w"))), "{\"frame\":\"014009000000\"}");
    return inputs(
        "json", Stream.concat(plain, others).map(line -> line.getBytes(StandardCharsets.UTF_8)));
  }

  @MethodSource("jsonSeeds")
  @FuzzTest
  void json(byte[] data) {
    String line = new String(data, StandardCharsets.UTF_8);
    try {
      Sv2Frame frame = JSON.readFrame(line);
      String written = JSON.write(frame, Set.of());
      Sv2Frame again = JSON.readFrame(written);
      assertThat(JSON.write(again, Set.of())).isEqualTo(written);
    } catch (Sv2CodecException e) {
      assertThat(e.rule()).isNotBlank();
    }
  }
}
