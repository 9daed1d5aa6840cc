package io.sv2.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sv2.codec.Messages.Fill;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
  static List<Class<? extends Sv2Message>> messages() {
    return Messages.classes();
  }

  @Test
  void everyTypeHasOneMessageAndEveryMessageOneType() {
    assertThat(Messages.classes().stream().map(c -> new Messages(1).of(c, Fill.EMPTY).type()))
        .containsExactlyInAnyOrder(MessageType.values());
    assertThat(MessageType.values())
        .extracting(MessageType::record)
        .containsExactlyInAnyOrderElementsOf(List.copyOf(Messages.classes()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsWrittenIsReadBack(Class<? extends Sv2Message> type) {
    Messages messages = new Messages(type.getName().hashCode());
    for (int i = 0; i < 200; i++) {
      assertReadsBack(messages.of(type, Fill.RANDOM));
    }
    assertReadsBack(messages.of(type, Fill.EMPTY));
    assertReadsBack(messages.of(type, Fill.FULL));
  }

  private static void assertReadsBack(Sv2Message message) {
    Sv2Frame frame = Sv2Codec.encode(message);
    assertThat(frame.payloadLength()).isEqualTo(message.payloadLength());
    assertThat(frame.isChannelMessage()).isEqualTo(message.type().isChannelMessage());
    if (message instanceof ChannelMessage channel) {
      assertThat(frame.channelId()).isEqualTo(channel.channelId());
    }
    assertThat(Sv2Codec.decode(frame)).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyPrefixIsRefusedAsTruncated(Class<? extends Sv2Message> type) {
    Sv2Frame frame = Sv2Codec.encode(new Messages(7).of(type, Fill.RANDOM));
    byte[] payload = Arrays.copyOfRange(frame.toByteArray(), 6, frame.length());
    int shortest = frame.isChannelMessage() ? 4 : 0;
    for (int length = shortest; length < payload.length; length++) {
      Sv2Frame cut =
          Sv2Frame.of(frame.extensionType(), frame.messageType(), Arrays.copyOf(payload, length));
      try {
        Sv2Codec.decode(cut);
        fail("%s decoded from %d of %d bytes", type.getSimpleName(), length, payload.length);
      } catch (TruncatedException e) {
        assertThat(e.messageName()).isNotNull();
        assertThat(e.field()).isNotNull();
        assertThat(e.offset()).isBetween(0, length);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void bytesAfterTheLastFieldAreIgnored(Class<? extends Sv2Message> type) {
    Sv2Message message = new Messages(8).of(type, Fill.RANDOM);
    Sv2Frame frame = Sv2Codec.encode(message);
    byte[] payload = Arrays.copyOfRange(frame.toByteArray(), 6, frame.length() + 5);
    assertThat(Sv2Codec.decode(Sv2Frame.of(frame.extensionType(), frame.messageType(), payload)))
        .isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aDamagedMessageIsAMessageOrATypedError(Class<? extends Sv2Message> type) {
    Random random = new Random(3);
    byte[] bytes = Sv2Codec.encode(new Messages(9).of(type, Fill.RANDOM)).toByteArray();
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = bytes.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0 && damaged.length > 6; flips--) {
        damaged[6 + random.nextInt(damaged.length - 6)] ^= (byte) (1 << random.nextInt(8));
      }
      FrameDecoder decoder = new FrameDecoder(FrameHeader.MAX_PAYLOAD_LENGTH);
      decoder.decode(
          ByteBuffer.wrap(damaged),
          frame -> {
            try {
              Sv2Message message = Sv2Codec.decode(frame);
              assertThat(Sv2Codec.decode(Sv2Codec.encode(message))).isEqualTo(message);
            } catch (Sv2CodecException e) {
              assertThat(e.rule()).isNotBlank();
            }
          });
    }
  }
}
