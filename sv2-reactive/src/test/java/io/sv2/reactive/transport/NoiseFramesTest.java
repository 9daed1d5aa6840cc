package io.sv2.reactive.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.sv2.codec.FrameHeader;
import io.sv2.codec.Sv2Frame;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.CertificateIssuer;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponder;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.noise.NoiseSession;
import io.sv2.noise.NoiseTransportException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames of all sizes, sealed to a buffer or an array, opened in whatever pieces they come. */
class NoiseFramesTest {
  private static final int CHUNK = NoiseSession.MAX_CHUNK_PLAINTEXT;
  private static final int[] PAYLOADS = {
    0, 1, 24, 64, 65, 1_000, 2_004, 2_005, 20_000, CHUNK - 1, CHUNK, CHUNK + 1, 300_000, 1_000_000
  };

  private final NoiseInitiator initiator;
  private final NoiseSession near;
  private final NoiseSession far;

  NoiseFramesTest() {
    AuthoritySecretKey authority = AuthoritySecretKey.generate(new SecureRandom());
    initiator = new NoiseInitiator(NoiseInitiatorConfig.pinned(authority.publicKey()));
    NoiseResponder responder =
        new NoiseResponder(new CertificateIssuer(NoiseResponderConfig.of(authority)));
    near = initiator.act2(responder.respond(initiator.act1()));
    far = responder.session();
  }

  private static Sv2Frame frame(int payload) {
    byte[] bytes = new byte[payload];
    new Random(payload).nextBytes(bytes);
    return Sv2Frame.of(0, payload & 0xff, bytes);
  }

  @Test
  void whatOneSealsTheOtherOpens() {
    NoiseWire sealing = new NoiseWire(near, FrameHeader.MAX_PAYLOAD_LENGTH);
    NoiseWire opening = new NoiseWire(far, FrameHeader.MAX_PAYLOAD_LENGTH);
    for (int payload : PAYLOADS) {
      List<Sv2Frame> opened = new ArrayList<>();
      ByteBuf wire = sealing.encode(UnpooledByteBufAllocator.DEFAULT, frame(payload));
      assertThat(wire.readableBytes()).isEqualTo(NoiseSession.sealedFrameLength(6 + payload));
      opening.decode(wire, opened::add);
      wire.release();
      assertThat(opened.equals(List.of(frame(payload)))).as("%d bytes", payload).isTrue();
      assertThat(opening.isMidFrame()).isFalse();
    }
  }

  /** A server's workspaces end at some of these. */
  @Test
  void everyLengthAroundARoundNumberIsSealedAndOpened() {
    NoiseWire sealing = new NoiseWire(near, FrameHeader.MAX_PAYLOAD_LENGTH);
    NoiseWire opening = new NoiseWire(far, FrameHeader.MAX_PAYLOAD_LENGTH);
    for (int round = 1_024; round <= 131_072; round *= 2) {
      for (int payload = round - 110; payload < round + 110; payload++) {
        Sv2Frame frame = frame(payload);
        List<Sv2Frame> opened = new ArrayList<>();
        ByteBuf wire = sealing.encode(UnpooledByteBufAllocator.DEFAULT, frame);
        opening.decode(wire, opened::add);
        wire.release();
        assertThat(opened.equals(List.of(frame))).as("%d bytes", payload).isTrue();
      }
    }
  }

  @Test
  void aSealedFrameIsAsItWas() {
    NoiseFrames sealing = new NoiseFrames(near, FrameHeader.MAX_PAYLOAD_LENGTH);
    for (int payload : PAYLOADS) {
      Sv2Frame frame = frame(payload);
      assertThat(sealing.encode(frame)).isNotEqualTo(sealing.encode(frame));
      assertThat(frame.equals(frame(payload))).as("%d bytes", payload).isTrue();
    }
  }

  @Test
  void aLargeFrameThatWasReceivedInPiecesIsSentOn() {
    NoiseFrames there = new NoiseFrames(near, FrameHeader.MAX_PAYLOAD_LENGTH);
    NoiseFrames here = new NoiseFrames(far, FrameHeader.MAX_PAYLOAD_LENGTH);
    List<Sv2Frame> opened = new ArrayList<>();
    here.decode(ByteBuffer.wrap(there.encode(frame(1_000_000))), opened::add);
    assertThat(opened.get(0).asByteBuffers()).hasSizeGreaterThan(1);
    there.decode(ByteBuffer.wrap(here.encode(opened.get(0))), opened::add);
    assertThat(opened.get(1).equals(frame(1_000_000))).isTrue();
  }

  @Test
  void bytesMayComeInPiecesOfAnySize() {
    NoiseFrames sealing = new NoiseFrames(near, FrameHeader.MAX_PAYLOAD_LENGTH);
    NoiseFrames opening = new NoiseFrames(far, FrameHeader.MAX_PAYLOAD_LENGTH);
    Random random = new Random(5);
    for (int payload : PAYLOADS) {
      byte[] sealed = sealing.encode(frame(payload));
      List<Sv2Frame> opened = new ArrayList<>();
      for (int from = 0; from < sealed.length; ) {
        int bound = random.nextBoolean() ? 40 : 100_000;
        int size = Math.min(sealed.length - from, 1 + random.nextInt(bound));
        opening.decode(ByteBuffer.wrap(sealed, from, size), opened::add);
        from += size;
        assertThat(opening.isMidFrame()).isEqualTo(from < sealed.length);
      }
      assertThat(opened.equals(List.of(frame(payload)))).as("%d bytes", payload).isTrue();
    }
  }

  @Test
  void aBufferIsGivenBackWhenNothingCanBeSealed() {
    NoiseWire sealing = new NoiseWire(near, 100);
    near.destroy();
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    assertThat(catchThrowable(() -> sealing.encode(allocator, frame(10))))
        .isInstanceOf(NoiseTransportException.class);
    assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
        .isZero();
  }
}
