package io.sv2.reactive.mining;

import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SetTarget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one connection of a client, and who is meant by an id: one channel, or all of a
 * group (section 5.2.3). Used by one thread.
 */
public final class ClientChannels {
  private final int max;
  private final Map<Long, ClientChannel> channels = new LinkedHashMap<>();

  /**
   * None yet.
   *
   * @param max channels kept, from 1 up
   * @throws IllegalArgumentException when it is less
   */
  public ClientChannels(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("channels: from 1 up, not " + max);
    }
    this.max = max;
  }

  /**
   * A channel that the server has opened.
   *
   * @return false, and it is not kept, when there are too many or its id is taken: by a channel, or
   *     by a group (section 5.2.3)
   */
  public boolean add(ClientChannel channel) {
    boolean taken =
        channels.containsKey(channel.id())
            || channel.groupId() == channel.id()
            || channels.containsKey(channel.groupId())
            || channels.values().stream().anyMatch(c -> c.groupId() == channel.id());
    if (taken || channels.size() >= max) {
      return false;
    }
    channels.put(channel.id(), channel);
    return true;
  }

  /** The channel with this id; null when there is none. */
  public @Nullable ClientChannel channel(long id) {
    return channels.get(id);
  }

  /** All of them, in the order in which they were opened. */
  public List<ClientChannel> all() {
    return List.copyOf(channels.values());
  }

  /** Whom a message to {@code id} is for: a channel, the members of a group, or nobody. */
  public List<ClientChannel> addressedBy(long id) {
    return channels.values().stream().filter(channel -> channel.isAddressedBy(id)).toList();
  }

  /** Another target, of a channel or of all in a group (section 5.3.21). */
  public void setTarget(SetTarget m) {
    addressedBy(m.channelId()).forEach(channel -> channel.setTarget(m.maximumTarget()));
  }

  /** Channels belong to another group from now on (section 5.3.22). */
  public void setGroup(SetGroupChannel m) {
    for (long id : m.channelIds()) {
      ClientChannel channel = channels.get(id);
      if (channel != null) {
        channel.setGroup(m.groupChannelId());
      }
    }
  }

  /**
   * The server has closed a channel, or all of a group (section 5.3.9).
   *
   * @return those that are gone
   */
  public List<ClientChannel> close(CloseChannel m) {
    List<ClientChannel> closed = addressedBy(m.channelId());
    closed.forEach(channel -> channels.remove(channel.id()));
    return closed;
  }

  /** Forgets all of them: the connection has ended. */
  public void clear() {
    channels.clear();
  }
}
