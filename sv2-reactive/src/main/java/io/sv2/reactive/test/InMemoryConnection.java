package io.sv2.reactive.test;

import io.sv2.codec.FrameTooLargeException;
import io.sv2.codec.Sv2CodecException;
import io.sv2.codec.Sv2Frame;
import io.sv2.noise.NoiseException;
import io.sv2.reactive.BoundedSink;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.CloseReason.Kind;
import io.sv2.reactive.ConnectionConfig;
import io.sv2.reactive.Sv2Connection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One end of a connection in memory: its inbound is the other end's outbound sink, so what one does
 * not read stays in the other's queue.
 */
final class InMemoryConnection implements Sv2Connection {
  private static final int IN_FLIGHT = 256; // of delayed frames

  private final String name;
  private final ConnectionConfig config;
  private final Scheduler scheduler;
  private final Scheduler timer;
  private final @Nullable Line arriving; // null: frames are handed over as they are
  private final Duration delay;
  private final BoundedSink<Sv2Frame> outbound;
  private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();
  private final AtomicBoolean taken = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Sinks.One<CloseReason> closed = Sinks.one();
  private final Sinks.Empty<Void> cut = Sinks.empty();
  private volatile int maxPayload;
  private volatile @Nullable InMemoryConnection peer; // set before anybody else sees this

  InMemoryConnection(
      String name,
      ConnectionConfig config,
      Scheduler scheduler,
      Scheduler timer,
      @Nullable Line arriving,
      Duration delay) {
    this.name = name;
    this.config = config;
    this.scheduler = scheduler;
    this.timer = timer;
    this.arriving = arriving;
    this.delay = delay;
    this.outbound = BoundedSink.ofFrames(config.outbound());
    this.maxPayload = config.initialMaxPayload();
  }

  static void join(InMemoryConnection one, InMemoryConnection other) {
    one.peer = other;
    other.peer = one;
  }

  private InMemoryConnection other() {
    InMemoryConnection joined = peer;
    if (joined == null) {
      throw new IllegalStateException("not joined yet");
    }
    return joined;
  }

  @Override
  public String peer() {
    return name;
  }

  @Override
  public Flux<Sv2Frame> inbound() {
    return Flux.defer(
        () ->
            taken.compareAndSet(false, true)
                ? arriving()
                : Flux.error(new IllegalStateException("inbound has its subscriber already")));
  }

  private Flux<Sv2Frame> arriving() {
    Flux<Sv2Frame> frames = other().outbound.asFlux();
    if (!delay.isZero()) {
      long nanos = delay.toNanos();
      frames =
          frames
              .map(frame -> new Due(timer.now(TimeUnit.NANOSECONDS) + nanos, frame))
              .concatMap(this::whenDue, IN_FLIGHT);
    }
    frames =
        arriving == null
            ? frames.doOnNext(this::checkLength)
            : frames.concatMapIterable(arriving::carry, 1);
    if (scheduler != Schedulers.immediate()) {
      frames = frames.publishOn(scheduler, 1);
    }
    return new Unread<>(
            frames
                .onErrorResume(
                    error -> {
                      broken(error);
                      return Flux.empty();
                    })
                .doOnComplete(() -> other().flushed()))
        .takeUntilOther(cut.asMono());
  }

  private record Due(long nanos, Sv2Frame frame) {}

  private Mono<Sv2Frame> whenDue(Due sent) {
    long left = Math.max(0, sent.nanos - timer.now(TimeUnit.NANOSECONDS));
    return Mono.delay(Duration.ofNanos(left), timer).thenReturn(sent.frame);
  }

  private void checkLength(Sv2Frame frame) {
    if (frame.payloadLength() > maxPayload) {
      throw new FrameTooLargeException(frame.header(), maxPayload);
    }
  }

  private void broken(Throwable error) {
    if (error instanceof FrameTooLargeException) {
      end(CloseReason.of(Kind.FRAME_TOO_LARGE, error));
    } else if (error instanceof Sv2CodecException) {
      end(CloseReason.of(Kind.PROTOCOL_ERROR, error));
    } else if (error instanceof NoiseException) {
      end(CloseReason.of(Kind.DECRYPTION_FAILED, error));
    } else {
      end(CloseReason.of(Kind.IO_ERROR, error));
    }
  }

  /** The other end has taken all that this one had to say. */
  private void flushed() {
    CloseReason why = reason.get();
    if (why != null) {
      end(why);
    }
  }

  @Override
  public Sinks.Many<Sv2Frame> outbound() {
    return outbound;
  }

  @Override
  public Mono<Void> outboundReady() {
    Mono<Void> ready = outbound.ready();
    return scheduler == Schedulers.immediate() ? ready : ready.publishOn(scheduler);
  }

  @Override
  public void limitPayload(int maxPayloadLength) {
    maxPayload = maxPayloadLength;
    if (arriving != null) {
      arriving.limitPayload(maxPayloadLength);
    }
  }

  @Override
  public void close(CloseReason why) {
    close(why, config.closeTimeout());
  }

  @Override
  public void close(CloseReason why, Duration patience) {
    boolean first = reason.compareAndSet(null, why);
    if (why.kind() == Kind.SLOW_CONSUMER) {
      end(why);
      return;
    }
    Disposable cut = timer.schedule(() -> end(why), patience.toMillis(), TimeUnit.MILLISECONDS);
    closed.asMono().subscribe(ended -> cut.dispose());
    if (first) {
      outbound.tryEmitComplete(); // comes to flushed() when the other end has taken all
    }
  }

  /** Both ends, for the same reason. */
  void fail(CloseReason why) {
    other().reason.compareAndSet(null, why);
    end(why);
  }

  /** Both ends, now; the other may still take what it has not read. */
  private void end(CloseReason why) {
    if (over.compareAndSet(false, true)) {
      reason.compareAndSet(null, why);
      outbound.tryEmitComplete();
      CloseReason first = reason.get();
      closed.tryEmitValue(first == null ? why : first);
      other().peerEnded();
      cut.tryEmitEmpty();
    }
  }

  private void peerEnded() {
    if (over.compareAndSet(false, true)) {
      reason.compareAndSet(null, CloseReason.peerClosed());
      outbound.tryEmitComplete();
      CloseReason first = reason.get();
      closed.tryEmitValue(first == null ? CloseReason.peerClosed() : first);
    }
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
    return "Sv2Connection[" + name + "]";
  }
}
