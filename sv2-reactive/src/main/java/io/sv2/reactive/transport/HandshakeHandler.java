package io.sv2.reactive.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import io.sv2.noise.HandshakeTimeoutException;
import io.sv2.noise.NoiseHandshakeException;
import io.sv2.noise.NoiseSession;
import io.sv2.noise.NotNoiseException;
import io.sv2.noise.OtherProtocol;
import io.sv2.noise.TruncatedActException;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Runs one side of the Noise handshake before anything else sees the channel (section 4.5).
 *
 * <p>The cryptography runs on its own bounded scheduler, never on the event loop. Only when there
 * is a session does the rest of the pipeline learn that the channel is active.
 */
abstract class HandshakeHandler extends ChannelInboundHandlerAdapter {
  /** Why a handshake failed, for whoever asks once its channel closes. */
  static final AttributeKey<NoiseHandshakeException> FAILURE =
      AttributeKey.valueOf("sv2.handshakeFailure");

  private final ConnectionConfig config;
  private final Scheduler crypto;
  private final WireHandler wire;
  private final byte[] act;
  private int actBytes;
  private boolean working;
  private boolean over;
  private @Nullable ScheduledFuture<?> deadline;
  private @Nullable Disposable computation;
  private volatile boolean begun; // that computation

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

  /** Which act this side waits for: 1 or 2. */
  abstract int awaited();

  @Override
  public final void channelActive(ChannelHandlerContext ctx) {
    deadline =
        ctx.executor()
            .schedule(
                () -> fail(ctx, timedOut()),
                config.handshakeTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    begin(ctx);
    ctx.read();
  }

  private NoiseHandshakeException timedOut() {
    OtherProtocol other =
        actBytes < act.length ? OtherProtocol.recognizeEnded(act, actBytes).orElse(null) : null;
    if (other != null) { // too little to tell while more could have come
      return new NotNoiseException(awaited(), other);
    }
    return new HandshakeTimeoutException(
        awaited(), actBytes, act.length, config.handshakeTimeout());
  }

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      int count = Math.min(act.length - actBytes, bytes.readableBytes());
      bytes.readBytes(act, actBytes, count);
      actBytes += count;
      OtherProtocol other = OtherProtocol.recognize(act, actBytes).orElse(null);
      if (other != null) { // said at once: whoever speaks it waits for an answer
        fail(ctx, new NotNoiseException(awaited(), other));
      } else if (bytes.isReadable()) {
        fail(ctx, NoiseHandshakeException.tooLong(awaited(), act.length));
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

  /**
   * Computes off the event loop and comes back to it.
   *
   * @param then takes the result
   * @param discard gets it instead where nobody wants it any more, on any thread: it holds keys
   */
  final <T> void compute(
      ChannelHandlerContext ctx, Callable<T> task, Consumer<T> then, Consumer<T> discard) {
    try {
      begun = false;
      computation = crypto.schedule(() -> run(ctx, task, then, discard));
    } catch (RejectedExecutionException e) {
      fail(ctx, crypto.isDisposed() ? Sv2Transport.SHUT_DOWN : queueIsFull());
    }
  }

  private <T> void run(
      ChannelHandlerContext ctx, Callable<T> task, Consumer<T> then, Consumer<T> discard) {
    begun = true;
    if (!ctx.channel().isActive()) {
      return; // it has left while this waited
    }
    try {
      T result = task.call();
      onEventLoop(
          ctx,
          () -> {
            if (ctx.channel().isActive() && !over) {
              then.accept(result);
            } else {
              discard.accept(result);
            }
          },
          () -> discard.accept(result));
    } catch (NoiseHandshakeException e) {
      onEventLoop(ctx, () -> fail(ctx, e), () -> {});
    } catch (Exception | LinkageError e) {
      onEventLoop(ctx, () -> fail(ctx, CloseReason.of(Kind.IO_ERROR, e)), () -> {});
    }
  }

  /** {@code otherwise}: the event loop has ended, and with it the channel. */
  private static void onEventLoop(ChannelHandlerContext ctx, Runnable task, Runnable otherwise) {
    try {
      ctx.executor().execute(task);
    } catch (RejectedExecutionException e) {
      otherwise.run();
    }
  }

  private CloseReason queueIsFull() {
    return new CloseReason(
        Kind.ADMISSION_REFUSED,
        config.handshakeQueue() + " handshakes wait, the most that are allowed");
  }

  final void succeed(ChannelHandlerContext ctx, NoiseSession session) {
    over = true;
    cancelDeadline();
    wire.install(new NoiseWire(session, config.initialMaxPayload()));
    ctx.fireChannelActive();
    ctx.pipeline().remove(this);
  }

  /** Ends it for what a person can do something about. */
  final void fail(ChannelHandlerContext ctx, NoiseHandshakeException failure) {
    if (!over) {
      ctx.channel().attr(FAILURE).set(failure);
      boolean late = failure.reason() == NoiseHandshakeException.Reason.TIMEOUT;
      fail(ctx, CloseReason.of(late ? Kind.HANDSHAKE_TIMEOUT : Kind.HANDSHAKE_FAILED, failure));
    }
  }

  final void fail(ChannelHandlerContext ctx, CloseReason reason) {
    if (!over) {
      over = true;
      cancelDeadline();
      if (computation != null && !begun) {
        computation.dispose(); // it takes no place in the queue any more; what runs is let be
      }
      WireHandler.fail(ctx.channel(), reason);
      CloseReason first = ctx.channel().attr(WireHandler.REASON).get();
      failed(ctx, first == null ? reason : first);
    }
  }

  /**
   * Sees to it that {@code channel}, which has closed, has its reason if that was during the
   * handshake; for who asks before the pipeline hears of the end.
   */
  static void closed(Channel channel) {
    ChannelHandlerContext ctx = channel.pipeline().context(HandshakeHandler.class);
    if (ctx != null) {
      HandshakeHandler handshake = (HandshakeHandler) ctx.handler();
      handshake.fail(ctx, handshake.cut());
    }
  }

  /** Called once, when there will be no session; the channel closes for {@code reason}. */
  abstract void failed(ChannelHandlerContext ctx, CloseReason reason);

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(ctx, cut());
    ctx.fireChannelInactive();
  }

  /** A reset is how a peer that is full, or has crashed, closes. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException && !over) {
      NoiseHandshakeException failure = cut();
      failure.initCause(cause);
      fail(ctx, failure);
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  private NoiseHandshakeException cut() {
    OtherProtocol other = OtherProtocol.recognizeEnded(act, actBytes).orElse(null);
    return other == null
        ? new TruncatedActException(awaited(), actBytes, act.length)
        : new NotNoiseException(awaited(), other);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
