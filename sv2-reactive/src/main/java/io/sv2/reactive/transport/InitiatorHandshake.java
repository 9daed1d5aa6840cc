package io.sv2.reactive.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.sv2.noise.NoiseInitiator;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import java.nio.channels.ClosedChannelException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** The connecting side (sections 4.5.1.1 and 4.5.2.2). */
final class InitiatorHandshake extends HandshakeHandler {
  private final Supplier<NoiseInitiator> initiators;
  private @Nullable NoiseInitiator initiator;

  InitiatorHandshake(
      ConnectionConfig config,
      Scheduler crypto,
      WireHandler wire,
      Supplier<NoiseInitiator> initiators) {
    super(config, crypto, wire, NoiseInitiator.ACT_2_LENGTH);
    this.initiators = initiators;
  }

  @Override
  void begin(ChannelHandlerContext ctx) {
    NoiseInitiator created = initiators.get();
    initiator = created;
    compute(ctx, created::act1, act1 -> ctx.writeAndFlush(Unpooled.wrappedBuffer(act1)));
  }

  @Override
  void received(ChannelHandlerContext ctx, byte[] act2) {
    NoiseInitiator created = initiator;
    if (created == null) {
      throw new IllegalStateException("act 2 before act 1");
    }
    compute(ctx, () -> created.act2(act2), session -> succeed(ctx, session));
  }

  /** Reactor Netty still waits for the channel to become active: tell it that it will not. */
  @Override
  void failed(ChannelHandlerContext ctx, CloseReason reason) {
    ctx.fireExceptionCaught(new ClosedChannelException());
  }

  @Override
  String awaited() {
    return "handshake act 2";
  }
}
