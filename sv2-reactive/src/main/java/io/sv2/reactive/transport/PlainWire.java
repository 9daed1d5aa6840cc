package io.sv2.reactive.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sv2.codec.FrameDecoder;
import io.sv2.codec.Sv2Frame;
import java.util.function.Consumer;

/** Frames as they are (section 3.2). */
final class PlainWire implements Wire {
  private final FrameDecoder decoder;

  PlainWire(int maxPayloadLength) {
    this.decoder = new FrameDecoder(maxPayloadLength);
  }

  @Override
  public void decode(ByteBuf bytes, Consumer<? super Sv2Frame> frames) {
    decoder.decode(Wire.view(bytes), frames);
    bytes.skipBytes(bytes.readableBytes());
  }

  @Override
  public ByteBuf encode(ByteBufAllocator allocator, Sv2Frame frame) {
    int length = frame.length();
    ByteBuf out = allocator.ioBuffer(length);
    if (!frame.read(0, length, (source, offset) -> out.writeBytes(source, offset, length))) {
      frame.asByteBuffers().forEach(out::writeBytes);
    }
    return out;
  }

  @Override
  public boolean isMidFrame() {
    return decoder.isMidFrame();
  }

  @Override
  public void limitPayload(int maxPayloadLength) {
    decoder.setMaxPayloadLength(maxPayloadLength);
  }

  @Override
  public void close() {
    // holds no secrets
  }
}
