package io.sv2.reactive.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import io.sv2.codec.Sv2Frame;
import io.sv2.noise.NoiseSession;
import java.util.function.Consumer;

/** Sealed frames in Netty's buffers. */
final class NoiseWire implements Wire {
  /**
   * One for each event loop: connections have none of their own. Of several sizes, since a native
   * cipher may copy all of an array that it seals a part of.
   */
  private static final class Workspace {
    private static final int SMALLEST = 2_048;
    private static final int EXTRA = 64; // headers and MACs beside a round number of bytes

    private final byte[][] sizes = new byte[6][]; // 2 to 64 KiB, each made when first needed

    /** What has room for {@code length} bytes, or for a chunk where those are several. */
    byte[] of(int length) {
      int wanted = Math.min(length, NoiseFrames.WORKSPACE_LENGTH);
      int size = Integer.SIZE - Integer.numberOfLeadingZeros((wanted - EXTRA - 1) / SMALLEST);
      byte[] workspace = sizes[size];
      if (workspace == null) {
        workspace = sizes[size] = new byte[(SMALLEST << size) + EXTRA];
      }
      return workspace;
    }
  }

  private static final FastThreadLocal<Workspace> WORKSPACE =
      new FastThreadLocal<>() {
        @Override
        protected Workspace initialValue() {
          return new Workspace();
        }
      };

  private final NoiseFrames frames;

  NoiseWire(NoiseSession session, int maxPayloadLength) {
    this.frames = new NoiseFrames(session, maxPayloadLength);
  }

  @Override
  public void decode(ByteBuf bytes, Consumer<? super Sv2Frame> decoded) {
    byte[] workspace = WORKSPACE.get().of(bytes.readableBytes());
    frames.decode(Wire.view(bytes), decoded, workspace);
    bytes.skipBytes(bytes.readableBytes());
  }

  @Override
  public ByteBuf encode(ByteBufAllocator allocator, Sv2Frame frame) {
    int length = NoiseSession.sealedFrameLength(frame.length());
    ByteBuf out = allocator.ioBuffer(length);
    try {
      frames.encode(frame, out, WORKSPACE.get().of(length));
      return out;
    } catch (RuntimeException e) {
      out.release();
      throw e;
    }
  }

  @Override
  public boolean isMidFrame() {
    return frames.isMidFrame();
  }

  @Override
  public void limitPayload(int maxPayloadLength) {
    frames.limitPayload(maxPayloadLength);
  }

  @Override
  public void close() {
    frames.destroy();
  }
}
