package io.sv2.reactive.route;

import io.sv2.codec.FrameHeader;
import io.sv2.codec.MessageRegistry;
import io.sv2.codec.MessageType;
import io.sv2.codec.Sv2Codec;
import io.sv2.codec.Sv2Frame;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.UnknownTypeException;
import io.sv2.reactive.Limits;
import io.sv2.reactive.Sv2Connection;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Operators for the streams of a connection, for {@code transform} and {@code as}; none of them
 * moves work to another thread.
 */
public final class Sv2Streams {
  private static final int FORWARD_PREFETCH = 16;

  private Sv2Streams() {}

  /** {@link #messages(MessageRegistry)} for the messages of the specification. */
  public static Function<Flux<Sv2Frame>, Flux<Sv2Message>> messages() {
    return messages(MessageRegistry.standard());
  }

  /**
   * Frames to messages. Those of extensions that {@code registry} does not know are left out.
   *
   * <p><strong>Completion:</strong> with the source.<br>
   * <strong>Error:</strong> the {@link io.sv2.codec.Sv2CodecException} of a frame that cannot be
   * read; the source is cancelled. Errors of the source pass.<br>
   * <strong>Backpressure:</strong> one for one; a frame left out is asked for anew.
   */
  public static Function<Flux<Sv2Frame>, Flux<Sv2Message>> messages(MessageRegistry registry) {
    return frames ->
        frames.handle(
            (frame, sink) -> {
              Sv2Message message = read(frame, registry);
              if (message != null) {
                sink.next(message);
              }
            });
  }

  /**
   * As {@link #messages(MessageRegistry)}, but nothing is left out, and each message comes with the
   * frame that it was read from.
   */
  public static Function<Flux<Sv2Frame>, Flux<DecodedFrame>> decoded(MessageRegistry registry) {
    return frames ->
        frames.map(frame -> new DecodedFrame(frame, Optional.ofNullable(read(frame, registry))));
  }

  private static @Nullable Sv2Message read(Sv2Frame frame, MessageRegistry registry) {
    try {
      return Sv2Codec.decode(frame, registry);
    } catch (UnknownTypeException e) {
      if (e.extension() == 0) {
        throw e; // the protocol itself has no such message
      }
      return null;
    }
  }

  /**
   * Messages to frames.
   *
   * <p><strong>Completion:</strong> with the source.<br>
   * <strong>Error:</strong> an {@link io.sv2.codec.InvalidValueException} for a message that is too
   * long for a frame. Errors of the source pass.<br>
   * <strong>Backpressure:</strong> one for one.
   */
  public static Function<Flux<? extends Sv2Message>, Flux<Sv2Frame>> frames() {
    return messages -> messages.map(Sv2Codec::encode);
  }

  /**
   * Puts another message in the place of each of one type; all other frames pass as they are,
   * unread. What extensions have appended to a message stays behind it.
   *
   * <p><strong>Completion:</strong> with the source.<br>
   * <strong>Error:</strong> the {@link io.sv2.codec.Sv2CodecException} of a frame of that type that
   * cannot be read, and what {@code change} throws. Errors of the source pass.<br>
   * <strong>Backpressure:</strong> one for one.
   *
   * @param type a message of the specification
   * @throws IllegalArgumentException when it is none
   */
  public static <M extends Sv2Message> Function<Flux<Sv2Frame>, Flux<Sv2Frame>> rewrite(
      Class<M> type, UnaryOperator<M> change) {
    MessageType kind =
        Arrays.stream(MessageType.values())
            .filter(known -> known.record() == type)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(type + " is no message"));
    return frames ->
        frames.map(
            frame -> {
              if (frame.messageType() != kind.code()
                  || (frame.extensionType() & ~FrameHeader.CHANNEL_MESSAGE_BIT)
                      != kind.extension()) {
                return frame;
              }
              M before = type.cast(Sv2Codec.decode(frame));
              M after = change.apply(before);
              return after.equals(before) ? frame : withTailOf(frame, before, after);
            });
  }

  private static Sv2Frame withTailOf(Sv2Frame frame, Sv2Message before, Sv2Message after) {
    Sv2Frame changed = Sv2Codec.encode(after);
    int tail = frame.payloadLength() - before.payloadLength();
    if (tail == 0) {
      return changed;
    }
    byte[] all = frame.toByteArray();
    byte[] payload =
        Arrays.copyOfRange(changed.toByteArray(), FrameHeader.LENGTH, changed.length() + tail);
    System.arraycopy(all, all.length - tail, payload, payload.length - tail, tail);
    return Sv2Frame.of(changed.extensionType(), changed.messageType(), payload);
  }

  /**
   * Splits frames by their channel; those that belong to none are a group too, whose key is empty.
   * A group that is cancelled makes room for another; what comes for its channel after that is a
   * new group.
   *
   * <p><strong>Completion:</strong> of all groups with the source, and when the stream of groups is
   * cancelled.<br>
   * <strong>Error:</strong> a {@link TooManyChannelsException}, in the stream of groups and in all
   * groups, when a frame would open one group too many; the source is cancelled. Errors of the
   * source pass to all of them.<br>
   * <strong>Backpressure:</strong> a group holds up to half of {@code capacity} frames; then the
   * source waits for that group's subscriber, and so do all other groups. So subscribe to each
   * group as it comes, with {@code flatMap(..., maxGroups)} for one: a group that nobody reads, and
   * a new group that was not requested, stop the stream.
   *
   * @param maxGroups open at a time, from 1 up
   * @param capacity frames of one group, from 8 up
   * @throws IllegalArgumentException when one is less
   */
  public static Function<Flux<Sv2Frame>, Flux<GroupedFlux<OptionalLong, Sv2Frame>>> byChannel(
      int maxGroups, int capacity) {
    Limits.positive("maxGroups", maxGroups);
    Limits.inRange("capacity", capacity, 8, Integer.MAX_VALUE);
    return frames ->
        Flux.defer(
            () -> {
              ChannelSplit split = new ChannelSplit(maxGroups, capacity);
              return frames
                  .concatMap(split::take, 1)
                  .doOnComplete(split::complete)
                  .doOnCancel(split::complete)
                  .doOnError(split::fail);
            });
  }

  /**
   * What arrives by several connections, with the name of who sent it, in the order of each. One
   * that ends does not end the others: its {@link FromPeer.Ended} is the last of it.
   *
   * <p><strong>Completion:</strong> when all have ended.<br>
   * <strong>Error:</strong> never; one whose inbound fails has its close reason.<br>
   * <strong>Multiple subscriptions:</strong> one, as of {@link Sv2Connection#inbound()}.<br>
   * <strong>Backpressure:</strong> of each connection, {@code prefetch} frames are held for the
   * subscriber; its socket waits then, and no other does.
   *
   * @param peers by their names
   * @param prefetch from 1 up
   * @throws IllegalArgumentException when it is less
   */
  public static Flux<FromPeer> merge(Map<String, ? extends Sv2Connection> peers, int prefetch) {
    Limits.positive("prefetch", prefetch);
    Map<String, Sv2Connection> all = new LinkedHashMap<>(peers);
    return Flux.fromIterable(all.entrySet())
        .flatMap(peer -> from(peer.getKey(), peer.getValue()), Math.max(1, all.size()), prefetch);
  }

  private static Flux<FromPeer> from(String name, Sv2Connection connection) {
    return connection
        .inbound()
        .<FromPeer>map(frame -> new FromPeer.Arrived(name, frame))
        .onErrorComplete()
        .concatWith(connection.onClose().map(reason -> new FromPeer.Ended(name, reason)));
  }

  /**
   * Passes frames on to a peer at the pace at which it reads.
   *
   * <p><strong>Completion:</strong> when the source has completed and the peer's queue has taken
   * all, or when the peer's connection has ended, its {@code onClose} having the reason; the source
   * is cancelled then.<br>
   * <strong>Error:</strong> a {@link ForwardOverflowException} when others fill the queue at the
   * same time. Errors of the source pass.<br>
   * <strong>Backpressure:</strong> while half of the peer's queue is used, at most 16 frames more
   * are taken from the source; so a peer that does not read slows down who writes to it.
   */
  public static Function<Flux<Sv2Frame>, Mono<Void>> forwardTo(Sv2Connection peer) {
    return frames ->
        frames
            .concatMap(frame -> forward(frame, peer), FORWARD_PREFETCH)
            .takeUntilOther(peer.onClose())
            .then();
  }

  private static Mono<Void> forward(Sv2Frame frame, Sv2Connection peer) {
    Sinks.EmitResult result = peer.outbound().tryEmitNext(frame);
    return switch (result) {
      case OK -> peer.outboundReady();
      case FAIL_CANCELLED, FAIL_TERMINATED -> peer.onClose().then();
      case FAIL_OVERFLOW -> Mono.error(new ForwardOverflowException(peer.peer()));
      case FAIL_NON_SERIALIZED, FAIL_ZERO_SUBSCRIBER ->
          Mono.error(new IllegalStateException("outbound sink: " + result));
    };
  }
}
