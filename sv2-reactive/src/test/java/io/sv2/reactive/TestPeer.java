package io.sv2.reactive;

import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.common.SetupConnection;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A client whose connection with a server is in memory: what one says, the other hears at once. */
final class TestPeer implements Sv2Connection {
  private final Sinks.Many<Sv2Frame> inbound = Sinks.many().unicast().onBackpressureBuffer();
  private final BoundedSink<Sv2Frame> outbound;
  private final Sinks.One<CloseReason> closed = Sinks.one();
  private final BaseSubscriber<Sv2Frame> reader;
  private final List<Sv2Message> heard = new ArrayList<>();
  private boolean outboundEnded;
  int maxPayload;

  TestPeer() {
    this(64, Long.MAX_VALUE);
  }

  /** A peer that reads {@code reads} messages, until told to read on. */
  TestPeer(int outboundCapacity, long reads) {
    outbound =
        BoundedSink.ofFrames(
            new OutboundConfig(outboundCapacity, 1024 * 1024, OutboundConfig.Policy.CONFLATE_JOBS));
    reader =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription subscription) {
            if (reads > 0) {
              subscription.request(reads);
            }
          }

          @Override
          protected void hookOnNext(Sv2Frame frame) {
            heard.add(Sv2Codec.decode(frame));
          }

          @Override
          protected void hookOnComplete() {
            outboundEnded = true;
          }
        };
    outbound.asFlux().subscribe(reader);
  }

  static SetupConnection setup(int protocol, int minVersion, int maxVersion, long flags) {
    return new SetupConnection(
        protocol,
        minVersion,
        maxVersion,
        flags,
        Str0255.of("localhost"),
        34254,
        Str0255.of("test"),
        Str0255.EMPTY,
        Str0255.EMPTY,
        Str0255.EMPTY);
  }

  static SetupConnection setup() {
    return setup(0, 2, 2, 0);
  }

  static OpenStandardMiningChannel open(long requestId) {
    return new OpenStandardMiningChannel(requestId, Str0255.of("user"), 1e12f, U256.MAX);
  }

  static SubmitSharesStandard share(long sequenceNumber) {
    return new SubmitSharesStandard(1, sequenceNumber, 1, 0, 0, 0x2000_0000);
  }

  TestPeer sends(Sv2Message... messages) {
    for (Sv2Message message : messages) {
      sendsFrame(Sv2Codec.encode(message));
    }
    return this;
  }

  void sendsFrame(Sv2Frame frame) {
    inbound.tryEmitNext(frame);
  }

  /** What the server said since the last call. */
  List<Sv2Message> hears() {
    List<Sv2Message> all = List.copyOf(heard);
    heard.clear();
    return all;
  }

  void reads(long more) {
    reader.request(more);
  }

  /** The peer closes its side. */
  void leaves() {
    reader.cancel();
    ends(CloseReason.peerClosed());
  }

  private void ends(CloseReason reason) {
    closed.tryEmitValue(reason);
    inbound.tryEmitComplete();
  }

  /** Why the connection has ended; null while it has not. */
  @Nullable CloseReason closeReason() {
    return closed.asMono().toFuture().getNow(null);
  }

  /** Whether the server has ended its side after what it had to say. */
  boolean sawTheEnd() {
    return outboundEnded;
  }

  @Override
  public String peer() {
    return "test peer";
  }

  @Override
  public Flux<Sv2Frame> inbound() {
    return inbound.asFlux();
  }

  @Override
  public Sinks.Many<Sv2Frame> outbound() {
    return outbound;
  }

  @Override
  public Mono<Void> outboundReady() {
    return outbound.ready();
  }

  @Override
  public void limitPayload(int maxPayloadLength) {
    maxPayload = maxPayloadLength;
  }

  @Override
  public void close(CloseReason reason) {
    outbound.tryEmitComplete();
    ends(reason);
  }

  @Override
  public Mono<CloseReason> onClose() {
    return closed.asMono();
  }

  @Override
  public Scheduler scheduler() {
    return Schedulers.immediate();
  }
}
