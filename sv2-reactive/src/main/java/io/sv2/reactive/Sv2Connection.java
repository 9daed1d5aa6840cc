package io.sv2.reactive;

import io.sv2.codec.Sv2Frame;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * One connection with a peer, plain or encrypted, as two streams of frames (section 3.2).
 *
 * <p>Frames are immutable and on the heap: they can be kept, shared and sent to many peers.
 */
public interface Sv2Connection {
  /** Who is at the other end, for logs: host and port, or a name given by a test. */
  String peer();

  /**
   * The frames that arrive.
   *
   * <p><strong>Completion:</strong> when the connection ends, for whatever reason; {@link
   * #onClose()} has it.<br>
   * <strong>Error:</strong> never.<br>
   * <strong>Multiple subscriptions:</strong> one subscriber only; a second gets an {@link
   * IllegalStateException}.<br>
   * <strong>Backpressure:</strong> demand reaches the socket: nothing more is read than what was
   * requested and the frames of one read. While nothing is requested, the end of the peer may go
   * unnoticed.
   */
  Flux<Sv2Frame> inbound();

  /**
   * Where frames to the peer go; safe from any thread.
   *
   * <p><strong>Bound:</strong> {@link ConnectionConfig#outbound()}: frames that the socket has not
   * taken; then {@code tryEmitNext} answers {@code FAIL_OVERFLOW} and accepts nothing.<br>
   * <strong>Completion:</strong> sends what was accepted, then closes.
   */
  Sinks.Many<Sv2Frame> outbound();

  /**
   * Completes when the peer has read enough for more frames to be queued: at once while less than
   * half of the bound is used, and when the connection ends. Waiting for it before the next request
   * is taken is how a handler's pace follows its peer's.
   */
  Mono<Void> outboundReady();

  /** Changes the largest payload accepted from now on, 0 to 16,777,215 bytes. */
  void limitPayload(int maxPayloadLength);

  /**
   * Ends the connection. What was already accepted for the peer is still sent, for at most {@link
   * ConnectionConfig#closeTimeout()}; nothing more is read. The first reason given stays.
   */
  void close(CloseReason reason);

  /** As {@link #close(CloseReason)}, with another time for what was accepted to leave. */
  void close(CloseReason reason, Duration patience);

  /** Emits the reason when the connection has ended; replays it to late subscribers. */
  Mono<CloseReason> onClose();

  /**
   * The thread that this connection's work runs on. State that belongs to a connection is touched
   * there only, and so needs no locks.
   */
  Scheduler scheduler();
}
