package io.sv2.reactive.transport;

import io.netty.buffer.ByteBuf;
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
  /** A sealed header and the largest sealed chunk. */
  static final int WORKSPACE_LENGTH =
      NoiseSession.SEALED_HEADER_LENGTH + NoiseSession.MAX_CHUNK_SEALED;

  private static final int SMALL = 1_024; // copied in no time
  private static final byte[] NOTHING = {};
  private static final int KEPT = 64 * NoiseSession.SEALED_HEADER_LENGTH;

  private final NoiseSession session;
  private final FrameDecoder decoder;
  private final FrameDecoder.PayloadPart chunk;
  private final ByteBuffer plainHeader = ByteBuffer.allocate(FrameHeader.LENGTH);
  private byte[] sealed = new byte[NoiseSession.SEALED_HEADER_LENGTH]; // what came in part
  private byte[] source = sealed; // where the part that is opened now lies
  private int sealedBytes;
  private int sealedWanted = NoiseSession.SEALED_HEADER_LENGTH;

  /**
   * Frames of {@code session}, whose payloads are at most {@code maxPayloadLength} bytes until
   * {@link #limitPayload}.
   */
  public NoiseFrames(NoiseSession session, int maxPayloadLength) {
    this.session = session;
    this.decoder = new FrameDecoder(maxPayloadLength);
    this.chunk = (target, offset) -> session.openChunk(source, 0, sealedBytes, target, offset);
  }

  /**
   * Consumes all of {@code bytes}, whatever pieces they come in.
   *
   * @throws io.sv2.noise.NoiseException when one does not decrypt; nothing after it can
   * @throws io.sv2.codec.Sv2CodecException when a header is not acceptable
   */
  public void decode(ByteBuffer bytes, Consumer<? super Sv2Frame> frames) {
    decode(bytes, frames, NOTHING);
  }

  /**
   * The same, by way of {@code workspace} for what is there as a whole, if it has room: it then
   * needs no memory of this connection's own.
   */
  void decode(ByteBuffer bytes, Consumer<? super Sv2Frame> frames, byte[] workspace) {
    while (bytes.hasRemaining()) {
      boolean whole = sealedBytes == 0 && bytes.remaining() >= sealedWanted;
      int count = Math.min(sealedWanted - sealedBytes, bytes.remaining());
      if (whole && sealedWanted <= workspace.length) {
        source = workspace;
      } else {
        makeRoom(count);
        source = sealed;
      }
      bytes.get(source, sealedBytes, count);
      sealedBytes += count;
      if (sealedBytes == sealedWanted) {
        if (decoder.isMidFrame()) {
          openChunk(frames);
        } else {
          openHeader(frames);
        }
        sealedBytes = 0;
        sealedWanted =
            decoder.isMidFrame()
                ? chunkLength() + NoiseSession.MAC_LENGTH
                : NoiseSession.SEALED_HEADER_LENGTH;
      }
    }
    source = sealed;
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
    session.openHeader(source, 0, plainHeader.array(), 0);
    decoder.decode(plainHeader.clear(), frames);
  }

  private void openChunk(Consumer<? super Sv2Frame> frames) {
    decoder.decode(chunkLength(), chunk, frames); // opened where it stays
    if (!decoder.isMidFrame() && sealed.length > KEPT) {
      sealed = new byte[NoiseSession.SEALED_HEADER_LENGTH]; // a large frame leaves nothing behind
    }
  }

  private int chunkLength() {
    return Math.min(decoder.missing(), NoiseSession.MAX_CHUNK_PLAINTEXT);
  }

  /**
   * The sealed bytes of {@code frame}, to be sent in this order of calls.
   *
   * @throws io.sv2.noise.NoiseException when the session is dead or has too few nonces left
   */
  public byte[] encode(Sv2Frame frame) {
    byte[] out = new byte[NoiseSession.sealedFrameLength(frame.length())];
    int to = sealHeader(frame, out);
    for (int from = FrameHeader.LENGTH; from < frame.length(); ) {
      int size = chunkLength(frame, from);
      to += sealChunk(frame, from, size, out, to);
      from += size;
    }
    return out;
  }

  /**
   * The same, to {@code out}, which has room for it, by way of {@code workspace}, which has room
   * for it or {@link #WORKSPACE_LENGTH} bytes: what is large is nowhere held twice.
   */
  void encode(Sv2Frame frame, ByteBuf out, byte[] workspace) {
    int filled = sealHeader(frame, workspace);
    for (int from = FrameHeader.LENGTH; from < frame.length(); ) {
      int size = chunkLength(frame, from);
      filled += sealChunk(frame, from, size, workspace, filled);
      from += size;
      out.writeBytes(workspace, 0, filled);
      filled = 0;
    }
    out.writeBytes(workspace, 0, filled); // a header without a payload
  }

  private int sealHeader(Sv2Frame frame, byte[] out) {
    frame.copyTo(0, out, 0, FrameHeader.LENGTH);
    session.sealHeader(out, 0, frame.payloadLength(), out, 0);
    return NoiseSession.SEALED_HEADER_LENGTH;
  }

  private static int chunkLength(Sv2Frame frame, int from) {
    return Math.min(frame.length() - from, NoiseSession.MAX_CHUNK_PLAINTEXT);
  }

  private int sealChunk(Sv2Frame frame, int from, int size, byte[] out, int to) {
    // One large chunk is sealed from where it lies. Not one of several: a native cipher copies all
    // of an array that it seals a part of.
    if (size > SMALL
        && size == frame.payloadLength()
        && frame.read(
            from, size, (source, offset) -> session.sealChunk(source, offset, size, out, to))) {
      return size + NoiseSession.MAC_LENGTH;
    }
    frame.copyTo(from, out, to, size);
    return session.sealChunk(out, to, size, out, to);
  }

  /** Whether a frame has begun to arrive and not ended. */
  public boolean isMidFrame() {
    return sealedBytes > 0 || decoder.isMidFrame();
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
