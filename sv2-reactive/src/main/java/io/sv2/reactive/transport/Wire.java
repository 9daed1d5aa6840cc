package io.sv2.reactive.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sv2.codec.Sv2Frame;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** How frames become bytes on a connection that is past its handshake. */
interface Wire {
  /** Consumes all readable bytes; throws the codec's or the Noise module's exceptions. */
  void decode(ByteBuf bytes, Consumer<? super Sv2Frame> frames);

  /** The bytes of one frame in one buffer, so that they leave in one write. */
  ByteBuf encode(ByteBufAllocator allocator, Sv2Frame frame);

  /** Whether a frame has begun to arrive and not ended. */
  boolean isMidFrame();

  void limitPayload(int maxPayloadLength);

  /** Forgets secrets. */
  void close();

  /** What can be read of {@code bytes}, to be used at once and by one thread. */
  static ByteBuffer view(ByteBuf bytes) {
    return bytes.nioBufferCount() == 1
        ? bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes()) // Netty keeps it
        : bytes.nioBuffer();
  }
}
