package io.sv2.reactive.route;

import io.sv2.codec.Sv2Frame;
import io.sv2.reactive.BoundedSink;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Sinks;

/**
 * The groups of one subscription to {@link Sv2Streams#byChannel}.
 *
 * <p>Not by Reactor's groupBy: that loses count of a group which is cancelled while a frame for it
 * is under way, and a stalled group of it takes the demand of all. Here a group tells whether it
 * took the frame, and one that is half full is waited for.
 */
final class ChannelSplit {
  private final int maxGroups;
  private final int capacity;
  private final Map<OptionalLong, Group> open = new ConcurrentHashMap<>(); // groups leave any time

  ChannelSplit(int maxGroups, int capacity) {
    this.maxGroups = maxGroups;
    this.capacity = capacity;
  }

  private final class Group extends GroupedFlux<OptionalLong, Sv2Frame> {
    private final OptionalLong channel;
    private final BoundedSink<Sv2Frame> frames = new BoundedSink<>(capacity);

    Group(OptionalLong channel) {
      this.channel = channel;
    }

    @Override
    public OptionalLong key() {
      return channel;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Sv2Frame> actual) {
      frames.asFlux().doOnCancel(() -> open.remove(channel, this)).subscribe(actual);
    }
  }

  /** A new group if it takes one; ends when the next frame may come. */
  Flux<GroupedFlux<OptionalLong, Sv2Frame>> take(Sv2Frame frame) {
    OptionalLong channel =
        frame.isChannelMessage() ? OptionalLong.of(frame.channelId()) : OptionalLong.empty();
    Group group = open.get(channel);
    if (group != null) {
      Sinks.EmitResult result = group.frames.tryEmitNext(frame);
      if (result == Sinks.EmitResult.OK) {
        return group.frames.ready().thenMany(Flux.empty());
      } else if (result == Sinks.EmitResult.FAIL_TERMINATED) {
        return Flux.empty(); // the stream of groups was cancelled meanwhile
      }
      open.remove(channel, group); // it was cancelled
    }
    if (open.size() >= maxGroups) {
      return Flux.error(new TooManyChannelsException(maxGroups));
    }
    Group fresh = new Group(channel);
    open.put(channel, fresh);
    fresh.frames.tryEmitNext(frame).orThrow();
    return Flux.just(fresh);
  }

  void complete() {
    open.values().forEach(group -> group.frames.tryEmitComplete());
  }

  void fail(Throwable error) {
    open.values().forEach(group -> group.frames.tryEmitError(error));
  }
}
