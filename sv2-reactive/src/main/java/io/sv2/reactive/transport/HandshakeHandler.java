package io.sv2.reactive.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.sv2.noise.NoiseException;
import io.sv2.noise.NoiseSession;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Runs one side of the Noise handshake before anything else sees the channel (section 4.5).
 *
 * <p>The cryptography runs on its own bounded scheduler, never on the event loop. Only when there
 * is a session does the rest of the pipeline learn that the channel is active.
 */
abstract class HandshakeHandler extends ChannelInboundHandlerAdapter {
  private final ConnectionConfig config;
  private final Scheduler crypto;
  private final WireHandler wire;
  private final byte[] act;
  private int actBytes;
  private boolean working;
  private boolean over;
  private @Nullable ScheduledFuture<?> deadline;

  HandshakeHandler(ConnectionConfig config, Scheduler crypto, WireHandler wire, int actLength) {
    this.config = config;
    this.crypto = crypto;
    this.wire = wire;
    this.act = new byte[actLength];
  }

  /** What this side does when the channel is there; on the event loop. */
  abstract void begin(ChannelHandlerContext ctx);

  /** What this side does when the peer's act is complete; on the event loop. */
  abstract void received(ChannelHandlerContext ctx, byte[] completeAct);

  /** Which act this side waits for, for a person. */
  abstract String awaited();

  @Override
  public final void channelActive(ChannelHandlerContext ctx) {
    deadline =
        ctx.executor()
            .schedule(
                () -> fail(ctx, Kind.HANDSHAKE_TIMEOUT, timeoutDetail()),
                config.handshakeTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    begin(ctx);
    ctx.read();
  }

  private String timeoutDetail() {
    return String.format(
        "%s: %d of %d bytes came in %s",
        awaited(), actBytes, act.length, config.handshakeTimeout());
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      int count = Math.min(act.length - actBytes, bytes.readableBytes());
      bytes.readBytes(act, actBytes, count);
      actBytes += count;
      if (bytes.isReadable()) {
        fail(ctx, Kind.HANDSHAKE_FAILED, awaited() + ": more than " + act.length + " bytes came");
      } else if (actBytes == act.length && !working) {
        working = true;
        received(ctx, act);
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext ctx) {
    if (actBytes < act.length) {
      ctx.read();
    }
  }

  /** Computes off the event loop and comes back to it. */
  final <T> void compute(ChannelHandlerContext ctx, Callable<T> task, Consumer<T> then) {
    try {
      crypto.schedule(
          () -> {
            try {
              T result = task.call();
              ctx.executor()
                  .execute(
                      () -> {
                        if (ctx.channel().isActive() && !over) {
                          then.accept(result);
                        }
                      });
            } catch (NoiseException e) {
              ctx.executor().execute(() -> fail(ctx, CloseReason.of(Kind.HANDSHAKE_FAILED, e)));
            } catch (Exception | LinkageError e) {
              ctx.executor().execute(() -> fail(ctx, CloseReason.of(Kind.IO_ERROR, e)));
            }
          });
    } catch (RejectedExecutionException e) {
      fail(ctx, Kind.ADMISSION_REFUSED, "too many handshakes are waiting");
    }
  }

  final void succeed(ChannelHandlerContext ctx, NoiseSession session) {
    over = true;
    cancelDeadline();
    wire.install(new NoiseWire(session, config.initialMaxPayload()));
    ctx.fireChannelActive();
    ctx.pipeline().remove(this);
  }

  final void fail(ChannelHandlerContext ctx, Kind kind, String detail) {
    fail(ctx, new CloseReason(kind, detail));
  }

  private void fail(ChannelHandlerContext ctx, CloseReason reason) {
    if (!over) {
      over = true;
      cancelDeadline();
      WireHandler.fail(ctx.channel(), reason);
      failed(ctx, reason);
    }
  }

  /** Called once, when there will be no session; the channel closes for {@code reason}. */
  abstract void failed(ChannelHandlerContext ctx, CloseReason reason);

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(
        ctx,
        Kind.HANDSHAKE_FAILED,
        awaited() + ": the peer closed after " + actBytes + " of " + act.length + " bytes");
    ctx.fireChannelInactive();
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
