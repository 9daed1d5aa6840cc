package io.sv2.reactive.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sv2.codec.FrameDecoder;
import io.sv2.codec.FrameHeader;
import io.sv2.codec.Sv2Frame;
import io.sv2.noise.NoiseSession;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Frames sealed by a Noise session (section 4.6): the header by itself, the payload in chunks.
 *
 * <p>Opens each piece as soon as it is complete, so at most one sealed chunk is held beside the
 * frame; the frame decoder behind it checks the announced length before any of the payload is
 * waited for.
 */
final class NoiseWire implements Wire {
  private final NoiseSession session;
  private final FrameDecoder decoder;
  private final byte[] plainHeader = new byte[FrameHeader.LENGTH];
  private byte[] sealed = new byte[NoiseSession.SEALED_HEADER_LENGTH];
  private int sealedBytes;
  private int sealedWanted = NoiseSession.SEALED_HEADER_LENGTH;
  private int payloadMissing; // 0: a header comes next

  NoiseWire(NoiseSession session, int maxPayloadLength) {
    this.session = session;
    this.decoder = new FrameDecoder(maxPayloadLength);
  }

  @Override
  public void decode(ByteBuf bytes, Consumer<? super Sv2Frame> frames) {
    while (bytes.isReadable()) {
      int count = Math.min(sealedWanted - sealedBytes, bytes.readableBytes());
      makeRoom(count);
      bytes.readBytes(sealed, sealedBytes, count);
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
    if (payloadMissing == 0 && sealed.length > 4 * NoiseSession.SEALED_HEADER_LENGTH * 16) {
      sealed = new byte[NoiseSession.SEALED_HEADER_LENGTH]; // a large frame leaves nothing behind
    }
  }

  private int chunkLength() {
    return Math.min(payloadMissing, NoiseSession.MAX_CHUNK_PLAINTEXT);
  }

  @Override
  public ByteBuf encode(ByteBufAllocator allocator, Sv2Frame frame) {
    byte[] plain = frame.toByteArray();
    int length =
        NoiseSession.SEALED_HEADER_LENGTH + NoiseSession.sealedPayloadLength(frame.payloadLength());
    byte[] out = new byte[length];
    session.seal(plain, 0, plain.length, out, 0);
    return allocator.ioBuffer(length).writeBytes(out);
  }

  @Override
  public boolean isMidFrame() {
    return sealedBytes > 0 || payloadMissing > 0;
  }

  @Override
  public void limitPayload(int maxPayloadLength) {
    decoder.setMaxPayloadLength(maxPayloadLength);
  }

  @Override
  public void close() {
    session.destroy();
  }
}
