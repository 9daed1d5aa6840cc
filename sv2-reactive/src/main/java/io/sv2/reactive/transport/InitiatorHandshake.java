package io.sv2.reactive.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseSession;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** The connecting side (sections 4.5.1.1 and 4.5.2.2). */
final class InitiatorHandshake extends HandshakeHandler {
  private final Supplier<NoiseInitiator> initiators;
  private @Nullable NoiseInitiator initiator;
  private byte @Nullable [] early;

  /**
   * Whether the initiator is in the hands of another thread, which destroys it in the end. When
   * that begins in the moment of a failure, both do, and act 2 fails for whatever reason it finds.
   */
  private volatile boolean finishing;

  InitiatorHandshake(
      ConnectionConfig config,
      Scheduler crypto,
      WireHandler wire,
      Supplier<NoiseInitiator> initiators) {
    super(config, crypto, wire, NoiseInitiator.ACT_2_LENGTH);
    this.initiators = initiators;
  }

  /** Even making the initiator costs a key pair. */
  @Override
  void begin(ChannelHandlerContext ctx) {
    compute(
        ctx,
        () -> {
          NoiseInitiator created = initiators.get();
          return Map.entry(created, created.act1());
        },
        made -> {
          initiator = made.getKey();
          ctx.writeAndFlush(Unpooled.wrappedBuffer(made.getValue()));
          if (early != null) {
            received(ctx, early);
          }
        },
        made -> made.getKey().destroy());
  }

  @Override
  void received(ChannelHandlerContext ctx, byte[] act2) {
    NoiseInitiator waiting = initiator;
    if (waiting == null) {
      early = act2; // no answer to act 1, but whether it came before or after is a matter of luck
    } else {
      finishing = true; // and destroys itself, whatever the outcome
      compute(
          ctx, () -> waiting.act2(act2), session -> succeed(ctx, session), NoiseSession::destroy);
    }
  }

  /** Reactor Netty still waits for the channel to become active: tell it that it will not. */
  @Override
  void failed(ChannelHandlerContext ctx, CloseReason reason) {
    if (initiator != null && !finishing) {
      initiator.destroy();
    }
    ctx.fireExceptionCaught(new ClosedChannelException());
  }

  @Override
  int awaited() {
    return 2;
  }
}
