package io.sv2.reactive.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import io.sv2.codec.FrameTooLargeException;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Frame;
import io.sv2.noise.NoiseException;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to frames and back at the end of the pipeline, and the two deadlines that only the wire can
 * see: a frame that does not end, and a peer that does not read.
 *
 * <p>After an error nothing more is decoded; the channel closes with its reason.
 */
final class WireHandler extends ChannelDuplexHandler {
  /** Why a channel closes, for whoever asks once it has. */
  static final AttributeKey<CloseReason> REASON = AttributeKey.valueOf("sv2.closeReason");

  private final ConnectionConfig config;
  private @Nullable Wire wire;
  private boolean dead;
  private @Nullable ScheduledFuture<?> frameDeadline;
  private @Nullable ScheduledFuture<?> writeDeadline;
  private long framesDecoded;
  private long queued; // of all frames so far, as Netty counts

  WireHandler(ConnectionConfig config, @Nullable Wire wire) {
    this.config = config;
    this.wire = wire;
  }

  /** Called once, when the handshake has made a session. */
  void install(Wire installed) {
    wire = installed;
  }

  void limitPayload(int maxPayloadLength) {
    if (wire != null) {
      wire.limitPayload(maxPayloadLength);
    }
  }

  /** Closes with {@code reason} unless an earlier one is set. */
  static void fail(Channel channel, CloseReason reason) {
    channel.attr(REASON).setIfAbsent(reason);
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (!dead && wire != null) {
        wire.decode(bytes, frame -> deliver(ctx, frame));
      }
    } catch (FrameTooLargeException e) {
      die(ctx, CloseReason.of(Kind.FRAME_TOO_LARGE, e));
    } catch (Sv2CodecException e) {
      die(ctx, CloseReason.of(Kind.PROTOCOL_ERROR, e));
    } catch (NoiseException e) {
      die(ctx, CloseReason.of(Kind.DECRYPTION_FAILED, e));
    } finally {
      bytes.release();
    }
  }

  private void deliver(ChannelHandlerContext ctx, Sv2Frame frame) {
    framesDecoded++;
    ctx.fireChannelRead(frame);
  }

  private void die(ChannelHandlerContext ctx, CloseReason reason) {
    dead = true;
    fail(ctx.channel(), reason);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    boolean midFrame = !dead && wire != null && wire.isMidFrame();
    if (midFrame && frameDeadline == null) {
      watchFrame(ctx, framesDecoded);
    } else if (!midFrame && frameDeadline != null) {
      frameDeadline.cancel(false);
      frameDeadline = null;
    }
    ctx.fireChannelReadComplete();
  }

  private void watchFrame(ChannelHandlerContext ctx, long framesBefore) {
    frameDeadline =
        ctx.executor()
            .schedule(
                () -> frameDeadlinePassed(ctx, framesBefore),
                config.frameTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void frameDeadlinePassed(ChannelHandlerContext ctx, long framesBefore) {
    frameDeadline = null;
    if (wire == null || !wire.isMidFrame()) {
      return;
    }
    if (framesDecoded != framesBefore || !ctx.channel().config().isAutoRead()) {
      watchFrame(ctx, framesDecoded); // another frame by now, or it is us who do not read
    } else {
      die(
          ctx,
          new CloseReason(
              Kind.FRAME_TIMEOUT, "a frame was begun and not ended in " + config.frameTimeout()));
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof Sv2Frame frame)) {
      ctx.write(message, promise);
    } else if (wire == null) {
      promise.setFailure(new IllegalStateException("no frame may be sent before the handshake"));
    } else {
      try {
        if (writeDeadline == null) {
          watchWrites(ctx, drained(ctx));
        }
        long before = pending(ctx);
        ctx.write(wire.encode(ctx.alloc(), frame), promise);
        queued += Math.max(0, pending(ctx) - before);
      } catch (NoiseException e) {
        promise.setFailure(e);
        die(ctx, CloseReason.of(Kind.DECRYPTION_FAILED, e));
      }
    }
  }

  /**
   * Runs from the first write on, until nothing waits any more. Whether the channel is writable
   * tells nothing: a peer that reads none of a hundred small frames leaves it so.
   */
  private void watchWrites(ChannelHandlerContext ctx, long drainedBefore) {
    writeDeadline =
        ctx.executor()
            .schedule(
                () -> {
                  writeDeadline = null;
                  long drained = drained(ctx);
                  if (pending(ctx) == 0) {
                    return;
                  } else if (drained > drainedBefore) {
                    watchWrites(ctx, drained); // slow, but it reads
                  } else {
                    die(
                        ctx,
                        new CloseReason(
                            Kind.WRITE_TIMEOUT,
                            "the peer read nothing for " + config.writeTimeout()));
                  }
                },
                config.writeTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
  }

  /** Bytes that wait for the socket, and what Netty reckons each write to cost beside. */
  private static long pending(ChannelHandlerContext ctx) {
    ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** What the socket has taken so far; grows also within one large frame. */
  private long drained(ChannelHandlerContext ctx) {
    ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
    return queued - pending(ctx) + (buffer == null ? 0 : buffer.currentProgress());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    dead = true;
    if (frameDeadline != null) {
      frameDeadline.cancel(false);
    }
    if (writeDeadline != null) {
      writeDeadline.cancel(false);
    }
    if (wire != null) {
      wire.close();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.channel().attr(REASON).setIfAbsent(CloseReason.of(Kind.IO_ERROR, cause));
    ctx.fireExceptionCaught(cause);
  }
}
