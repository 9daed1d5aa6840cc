package io.sv2.reactive.transport;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import io.sv2.codec.Sv2Frame;
import io.sv2.reactive.BoundedSink;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.channel.AbortedException;

/** A connection over TCP whose pipeline ends in a {@link WireHandler}. */
final class TcpSv2Connection implements Sv2Connection {
  private final Channel channel;
  private final WireHandler wire;
  private final ConnectionConfig config;
  private final String peer;
  private final Scheduler scheduler;
  private final BoundedSink<Sv2Frame> outbound;
  private final HeldInbound inbound = new HeldInbound();
  private final Sinks.One<CloseReason> closed = Sinks.one();

  TcpSv2Connection(Channel channel, NettyInbound in, ConnectionConfig config, Scheduler scheduler) {
    this.channel = channel;
    this.wire = channel.pipeline().get(WireHandler.class);
    this.config = config;
    this.peer = String.valueOf(channel.remoteAddress());
    this.scheduler = scheduler;
    this.outbound = BoundedSink.ofFrames(config.outbound());
    in.receiveObject()
        .doOnError(error -> setReason(CloseReason.of(Kind.IO_ERROR, error)))
        .subscribe(inbound);
    // Later: Reactor Netty, too, listens for the closing, and has to be the first to end outbound,
    // or its sender completes twice.
    channel.closeFuture().addListener(done -> channel.eventLoop().execute(this::closed));
  }

  private void closed() {
    CloseReason reason = channel.attr(WireHandler.REASON).get();
    outbound.tryEmitComplete();
    closed.tryEmitValue(reason == null ? CloseReason.peerClosed() : reason);
  }

  private void setReason(CloseReason reason) {
    channel.attr(WireHandler.REASON).setIfAbsent(reason);
  }

  /**
   * Sends what the sink accepts; completes when the sink has completed and all of it is sent, after
   * which Reactor Netty drops what nobody has taken from inbound. So when it was the peer who
   * closed, what it sent before is taken first.
   */
  Mono<Void> writer(NettyOutbound out) {
    return out.sendObject(outbound.asFlux())
        .then()
        .onErrorResume(
            error -> {
              if (!(error instanceof IOException || error instanceof AbortedException)) {
                setReason(CloseReason.of(Kind.IO_ERROR, error)); // not that the peer has left
              }
              return Mono.empty();
            })
        .then(Mono.defer(() -> channel.isActive() ? Mono.empty() : inbound.ended()));
  }

  @Override
  public String peer() {
    return peer;
  }

  @Override
  public Flux<Sv2Frame> inbound() {
    return inbound;
  }

  @Override
  public Sinks.Many<Sv2Frame> outbound() {
    return outbound;
  }

  @Override
  public Mono<Void> outboundReady() {
    return outbound.ready().publishOn(scheduler);
  }

  @Override
  public void limitPayload(int maxPayloadLength) {
    if (channel.eventLoop().inEventLoop()) {
      wire.limitPayload(maxPayloadLength);
    } else {
      channel.eventLoop().execute(() -> wire.limitPayload(maxPayloadLength));
    }
  }

  @Override
  public void close(CloseReason reason) {
    close(reason, config.closeTimeout());
  }

  @Override
  public void close(CloseReason reason, Duration patience) {
    setReason(reason);
    if (reason.kind() == Kind.SLOW_CONSUMER) {
      channel.close(); // it does not read: waiting for it to is pointless
      return;
    }
    outbound.tryEmitComplete();
    ScheduledFuture<?> cut =
        channel
            .eventLoop()
            .schedule(() -> channel.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(done -> cut.cancel(false));
  }

  @Override
  public Mono<CloseReason> onClose() {
    return closed.asMono();
  }

  @Override
  public Scheduler scheduler() {
    return scheduler;
  }

  @Override
  public String toString() {
    return "Sv2Connection[" + peer + "]";
  }
}
