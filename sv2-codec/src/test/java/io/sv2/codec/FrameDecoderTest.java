package io.sv2.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private static byte[] concat(List<Sv2Frame> frames) {
    ByteBuffer all = ByteBuffer.allocate(frames.stream().mapToInt(Sv2Frame::length).sum());
    frames.forEach(frame -> frame.asByteBuffers().forEach(all::put));
    return all.array();
  }

  private static Sv2Frame frame(Random random, int payloadLength) {
    byte[] payload = new byte[payloadLength];
    random.nextBytes(payload);
    return Sv2Frame.of(random.nextInt(0x8000), random.nextInt(256), payload);
  }

  @Test
  void framesComeOutWhateverThePiecesTheyArriveIn() {
    Random random = new Random(1);
    List<Sv2Frame> frames = new ArrayList<>();
    for (int length : new int[] {0, 1, 5, 0, 300_000, 262_138, 262_139, 17, 1_000_000}) {
      frames.add(frame(random, length));
    }
    byte[] stream = concat(frames);
    for (int maxPiece : new int[] {1, 7, 1_000, 70_000, stream.length}) {
      FrameDecoder decoder = new FrameDecoder(FrameHeader.MAX_PAYLOAD_LENGTH);
      List<Sv2Frame> decoded = new ArrayList<>();
      for (int at = 0; at < stream.length; ) {
        int piece = Math.min(1 + random.nextInt(maxPiece), stream.length - at);
        decoder.decode(ByteBuffer.wrap(stream, at, piece), decoded::add);
        at += piece;
      }
      assertThat(decoded).isEqualTo(frames);
      assertThat(decoder.isMidFrame()).isFalse();
    }
  }

  @Test
  void payloadsMayBeWrittenInPlacePartByPart() {
    Random random = new Random(2);
    FrameDecoder decoder = new FrameDecoder(FrameHeader.MAX_PAYLOAD_LENGTH);
    for (int length : new int[] {0, 1, 5, 64, 262_138, 262_139, 300_000, 1_000_000}) {
      Sv2Frame frame = frame(random, length);
      byte[] bytes = frame.toByteArray();
      List<Sv2Frame> decoded = new ArrayList<>();
      decoder.decode(ByteBuffer.wrap(bytes, 0, 6), decoded::add);
      for (int at = 6; at < bytes.length; ) {
        int from = at;
        int count = Math.min(bytes.length - at, 1 + random.nextInt(90_000));
        assertThat(decoded).isEmpty();
        assertThat(decoder.missing()).isEqualTo(bytes.length - at);
        decoder.decode(
            count,
            (target, offset) -> System.arraycopy(bytes, from, target, offset, count),
            decoded::add);
        at += count;
      }
      assertThat(decoded).isEqualTo(List.of(frame));
      assertThat(decoder.isMidFrame()).isFalse();
      assertThat(decoder.missing()).isZero();
    }
  }

  @Test
  void aPartThatDoesNotComeNextIsRefusedAndOneThatFailsIsLeftOut() {
    FrameDecoder decoder = new FrameDecoder(100);
    List<Sv2Frame> decoded = new ArrayList<>();
    FrameDecoder.PayloadPart part = (target, offset) -> target[offset] = 7;
    assertThatIllegalArgumentException().isThrownBy(() -> decoder.decode(1, part, decoded::add));
    Sv2Frame frame = Sv2Frame.of(0, 1, new byte[] {7, 8});
    decoder.decode(ByteBuffer.wrap(frame.toByteArray(), 0, 6), decoded::add);
    for (int count : new int[] {-1, 0, 3}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> decoder.decode(count, part, decoded::add));
    }
    assertThatThrownBy(
            () ->
                decoder.decode(
                    1,
                    (target, offset) -> {
                      throw new IllegalStateException("no");
                    },
                    decoded::add))
        .isInstanceOf(IllegalStateException.class);
    decoder.decode(1, part, decoded::add);
    decoder.decode(ByteBuffer.wrap(new byte[] {8}), decoded::add);
    assertThat(decoded).containsExactly(frame);
  }

  @Test
  void aChannelMessageWithoutRoomForItsChannelIsRefusedInPlaceToo() {
    FrameDecoder decoder = new FrameDecoder(100);
    List<Sv2Frame> decoded = new ArrayList<>();
    decoder.decode(ByteBuffer.wrap(new byte[] {0, (byte) 0x80, 1, 3, 0, 0}), decoded::add);
    assertThatThrownBy(() -> decoder.decode(3, (target, offset) -> {}, decoded::add))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> decoder.decode(3, (target, offset) -> {}, decoded::add))
        .isInstanceOf(InvalidValueException.class); // it is dead
    assertThat(decoded).isEmpty();
  }

  @Test
  void aFrameOverTheLimitIsRefusedAtItsHeader() {
    FrameDecoder decoder = new FrameDecoder(10);
    List<Sv2Frame> decoded = new ArrayList<>();
    decoder.decode(ByteBuffer.wrap(Sv2Frame.of(0, 1, new byte[10]).toByteArray()), decoded::add);
    assertThat(decoded).hasSize(1);
    byte[] header = new byte[6];
    new FrameHeader(0, 0x42, 11).write(header, 0);
    assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(header), decoded::add))
        .isInstanceOf(FrameTooLargeException.class)
        .hasMessage("frame 0x42.msg_length: at most 10 bytes are accepted here, not 11");
  }

  @Test
  void nothingAfterAnErrorIsDecoded() {
    FrameDecoder decoder = new FrameDecoder(1);
    byte[] tooLarge = Sv2Frame.of(0, 1, new byte[2]).toByteArray();
    assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(tooLarge), f -> {}))
        .isInstanceOf(FrameTooLargeException.class);
    byte[] fine = Sv2Frame.of(0, 1, new byte[1]).toByteArray();
    assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(fine), f -> {}))
        .isInstanceOf(FrameTooLargeException.class);
  }

  @Test
  void theLimitCanRiseOnceAConnectionIsTrusted() {
    FrameDecoder decoder = new FrameDecoder(1);
    decoder.setMaxPayloadLength(2);
    List<Sv2Frame> decoded = new ArrayList<>();
    decoder.decode(ByteBuffer.wrap(Sv2Frame.of(0, 1, new byte[2]).toByteArray()), decoded::add);
    assertThat(decoded).hasSize(1);
  }

  @Test
  void aChannelMessageWithoutRoomForItsChannelIsRefused() {
    byte[] bytes = {0, (byte) 0x80, 0x1a, 3, 0, 0, 1, 2, 3};
    assertThatThrownBy(() -> new FrameDecoder(100).decode(ByteBuffer.wrap(bytes), f -> {}))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("channel_id");
  }

  @Test
  void anAnnouncedLengthCostsNoMemoryUntilTheBytesCome() {
    // 1,000 decoders that were all promised 16 MB would need 16 GB.
    byte[] header = new byte[6];
    new FrameHeader(0, 1, FrameHeader.MAX_PAYLOAD_LENGTH).write(header, 0);
    List<FrameDecoder> decoders = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      FrameDecoder decoder = new FrameDecoder(FrameHeader.MAX_PAYLOAD_LENGTH);
      decoder.decode(ByteBuffer.wrap(header), f -> {});
      decoders.add(decoder);
    }
    assertThat(decoders).allMatch(FrameDecoder::isMidFrame);
  }

  @Test
  void framesAreImmutable() {
    byte[] payload = {1, 2, 3};
    Sv2Frame frame = Sv2Frame.of(0, 1, payload);
    payload[0] = 9;
    frame.toByteArray()[6] = 9;
    assertThat(frame).isEqualTo(Sv2Frame.of(0, 1, (byte) 1, (byte) 2, (byte) 3));
    assertThat(frame.asByteBuffers()).allMatch(ByteBuffer::isReadOnly);
  }
}
