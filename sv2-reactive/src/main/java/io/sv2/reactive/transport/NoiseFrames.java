package io.sv2.reactive.transport;

import io.sv2.codec.FrameDecoder;
import io.sv2.codec.FrameHeader;
import io.sv2.codec.Sv2Frame;
import io.sv2.noise.NoiseSession;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Frames sealed by a Noise session (section 4.6): the header by itself, the payload in chunks. For
 * one thread at a time.
 *
 * <p>Opens each piece as soon as it is complete, so at most one sealed chunk is held beside the
 * frame; the frame decoder behind it checks the announced length before any of the payload is
 * waited for.
 */
public final class NoiseFrames {
  private static final int KEPT = 64 * NoiseSession.SEALED_HEADER_LENGTH;

  private final NoiseSession session;
  private final FrameDecoder decoder;
  private final byte[] plainHeader = new byte[FrameHeader.LENGTH];
  private byte[] sealed = new byte[NoiseSession.SEALED_HEADER_LENGTH];
  private int sealedBytes;
  private int sealedWanted = NoiseSession.SEALED_HEADER_LENGTH;
  private int payloadMissing; // 0: a header comes next

  /**
   * Frames of {@code session}, whose payloads are at most {@code maxPayloadLength} bytes until
   * {@link #limitPayload}.
   */
  public NoiseFrames(NoiseSession session, int maxPayloadLength) {
    this.session = session;
    this.decoder = new FrameDecoder(maxPayloadLength);
  }

  /**
   * Consumes all of {@code bytes}, whatever pieces they come in.
   *
   * @throws io.sv2.noise.NoiseException when one does not decrypt; nothing after it can
   * @throws io.sv2.codec.Sv2CodecException when a header is not acceptable
   */
  public void decode(ByteBuffer bytes, Consumer<? super Sv2Frame> frames) {
    while (bytes.hasRemaining()) {
      int count = Math.min(sealedWanted - sealedBytes, bytes.remaining());
      makeRoom(count);
      bytes.get(sealed, sealedBytes, count);
      sealedBytes += count;
      if (sealedBytes == sealedWanted) {
        if (payloadMissing == 0) {
          openHeader(frames);
        } else {
          openChunk(frames);
        }
        sealedBytes = 0;
        sealedWanted =
            payloadMissing == 0
                ? NoiseSession.SEALED_HEADER_LENGTH
                : chunkLength() + NoiseSession.MAC_LENGTH;
      }
    }
  }

  /** Grows with what has arrived: a chunk is 64 KiB at most, but few ever are. */
  private void makeRoom(int count) {
    if (sealedBytes + count > sealed.length) {
      byte[] larger = new byte[Math.min(sealedWanted, 2 * (sealedBytes + count))];
      System.arraycopy(sealed, 0, larger, 0, sealedBytes);
      sealed = larger;
    }
  }

  private void openHeader(Consumer<? super Sv2Frame> frames) {
    session.openHeader(sealed, 0, plainHeader, 0);
    decoder.decode(ByteBuffer.wrap(plainHeader), frames);
    payloadMissing = FrameHeader.read(plainHeader, 0).payloadLength();
  }

  private void openChunk(Consumer<? super Sv2Frame> frames) {
    byte[] plain = new byte[chunkLength()];
    session.openChunk(sealed, 0, sealedBytes, plain, 0);
    payloadMissing -= plain.length;
    decoder.decode(ByteBuffer.wrap(plain), frames);
    if (payloadMissing == 0 && sealed.length > KEPT) {
      sealed = new byte[NoiseSession.SEALED_HEADER_LENGTH]; // a large frame leaves nothing behind
    }
  }

  private int chunkLength() {
    return Math.min(payloadMissing, NoiseSession.MAX_CHUNK_PLAINTEXT);
  }

  /** The sealed bytes of {@code frame}, to be sent in this order of calls. */
  public byte[] encode(Sv2Frame frame) {
    byte[] plain = frame.toByteArray();
    byte[] out =
        new byte
            [NoiseSession.SEALED_HEADER_LENGTH
                + NoiseSession.sealedPayloadLength(frame.payloadLength())];
    session.seal(plain, 0, plain.length, out, 0);
    return out;
  }

  /** Whether a frame has begun to arrive and not ended. */
  public boolean isMidFrame() {
    return sealedBytes > 0 || payloadMissing > 0;
  }

  /** Changes the largest payload accepted from now on, 0 to 16,777,215 bytes. */
  public void limitPayload(int maxPayloadLength) {
    decoder.setMaxPayloadLength(maxPayloadLength);
  }

  /** Forgets the session's keys. */
  public void destroy() {
    session.destroy();
  }
}
