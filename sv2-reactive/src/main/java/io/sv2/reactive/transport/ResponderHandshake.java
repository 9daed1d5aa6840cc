package io.sv2.reactive.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.sv2.noise.NoiseInitiator;
import io.sv2.noise.NoiseResponder;
import io.sv2.reactive.Admission;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ConnectionConfig;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/** The accepting side (sections 4.5.1.2 and 4.5.2.1). */
final class ResponderHandshake extends HandshakeHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ResponderHandshake.class);

  private final Supplier<NoiseResponder> responders;
  private final Admission.Ticket ticket;

  ResponderHandshake(
      ConnectionConfig config,
      Scheduler crypto,
      WireHandler wire,
      Supplier<NoiseResponder> responders,
      Admission.Ticket ticket) {
    super(config, crypto, wire, NoiseInitiator.ACT_1_LENGTH);
    this.responders = responders;
    this.ticket = ticket;
  }

  @Override
  void begin(ChannelHandlerContext ctx) {
    // the initiator speaks first
  }

  @Override
  void received(ChannelHandlerContext ctx, byte[] act1) {
    compute(
        ctx,
        () -> {
          NoiseResponder responder = responders.get(); // now and then signs a new certificate
          byte[] act2 = responder.respond(act1);
          return Map.entry(act2, responder.session());
        },
        answer -> {
          ctx.writeAndFlush(Unpooled.wrappedBuffer(answer.getKey()));
          succeed(ctx, answer.getValue());
        },
        answer -> answer.getValue().destroy());
  }

  /** Nobody has taken over the connection, so nobody else says why it ended. */
  @Override
  void failed(ChannelHandlerContext ctx, CloseReason reason) {
    if (reason.kind() == CloseReason.Kind.ADMISSION_REFUSED) {
      ticket.refuseLater(Admission.Cause.HANDSHAKE_QUEUE);
      return; // counted; a line for each would help whoever floods
    }
    LOG.info("{} closed: {}", ctx.channel().remoteAddress(), reason);
  }

  @Override
  int awaited() {
    return 1;
  }
}
