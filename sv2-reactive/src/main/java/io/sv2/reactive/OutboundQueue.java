package io.sv2.reactive;

import io.sv2.codec.FrameHeader;
import io.sv2.codec.MessageType;
import io.sv2.codec.Sv2Frame;
import io.sv2.reactive.OutboundConfig.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for a peer, bounded by number and bytes, from which a new tip removes the mining
 * jobs that it makes worthless ({@link Policy#CONFLATE_JOBS}).
 *
 * <p>A tip does not go past an active job of another channel: that channel may be of the same
 * group, and a job that arrives behind its tip would be mined on the wrong block. For the same
 * reason a newer tip does not drop an older one that such a job comes behind.
 */
final class OutboundQueue extends BoundedQueue<Sv2Frame> {
  private static final int CHANNEL_MESSAGE = FrameHeader.CHANNEL_MESSAGE_BIT; // of extension 0
  private static final int JOB_ID = 4;
  private static final int MIN_NTIME = 8;

  /** How far a tip looks for what it may pass; so its cost does not grow with the queue. */
  private static final int LOOK_BACK = 64;

  /** Below this the queue is searched; from there on jobs are found by channel. */
  private static final int INDEXED_FROM = 32;

  private enum Kind {
    JOB,
    FUTURE_JOB,
    TIP,
    ANSWER,
    OTHER
  }

  private static final class Node {
    final Sv2Frame frame;
    final Kind kind;
    @Nullable Node previous;
    @Nullable Node next;
    @Nullable Node earlierOfChannel; // these two only while there is an index
    @Nullable Node laterOfChannel;
    @Nullable Node earlierJob; // these two only of active jobs, whatever their channel
    @Nullable Node laterJob;
    long place; // grows from head to tail; a tip that went ahead shares that of what is before it

    Node(Sv2Frame frame, Kind kind) {
      this.frame = frame;
      this.kind = kind;
    }

    boolean isWork() {
      return kind == Kind.JOB || kind == Kind.FUTURE_JOB || kind == Kind.TIP;
    }
  }

  private final OutboundConfig config;
  private final boolean conflating;
  private @Nullable Node head; // all guarded by this
  private @Nullable Node tail;
  private @Nullable Map<Long, Node> index; // the last work of each channel
  private @Nullable Node lastJob; // of the active ones
  private long lastPlace;
  private volatile int size;
  private volatile long bytes;

  OutboundQueue(OutboundConfig config) {
    this.config = config;
    this.conflating = config.policy() == Policy.CONFLATE_JOBS;
  }

  private Kind kindOf(Sv2Frame frame) {
    if (!conflating || frame.extensionType() != CHANNEL_MESSAGE) {
      return Kind.OTHER;
    }
    int type = frame.messageType();
    if (type == MessageType.NEW_MINING_JOB.code()
        || type == MessageType.NEW_EXTENDED_MINING_JOB.code()) {
      return frame.payloadLength() > MIN_NTIME && frame.payloadU8(MIN_NTIME) == 0
          ? Kind.FUTURE_JOB
          : Kind.JOB;
    } else if (type == MessageType.SET_NEW_PREV_HASH.code()) {
      return frame.payloadLength() >= JOB_ID + 4 ? Kind.TIP : Kind.OTHER;
    } else if (type == MessageType.SUBMIT_SHARES_SUCCESS.code()
        || type == MessageType.SUBMIT_SHARES_ERROR.code()) {
      return Kind.ANSWER;
    }
    return Kind.OTHER;
  }

  private static long jobId(Sv2Frame frame) {
    return frame.payloadLength() >= JOB_ID + 4 ? frame.payloadU32(JOB_ID) : -1;
  }

  @Override
  synchronized boolean hasRoomFor(Sv2Frame frame) {
    int frames = size;
    long length = bytes;
    if (size > 0 && kindOf(frame) == Kind.TIP) {
      for (Node worthless : worthless(frame)) {
        frames--;
        length -= worthless.frame.length();
      }
    }
    return frames < config.maxFrames() && length < config.maxBytes();
  }

  @Override
  double load() {
    return Math.max((double) size / config.maxFrames(), (double) bytes / config.maxBytes());
  }

  @Override
  public synchronized boolean offer(Sv2Frame frame) {
    Node node = new Node(frame, kindOf(frame));
    Node before = tail;
    if (node.kind == Kind.TIP && size > 0) {
      worthless(frame).forEach(this::unlink);
      before = passed(jobId(frame));
    }
    node.place = before == tail ? ++lastPlace : before == null ? 0 : before.place;
    insertBehind(before, node);
    if (node.kind == Kind.JOB) {
      node.earlierJob = lastJob;
      if (lastJob != null) {
        lastJob.laterJob = node;
      }
      lastJob = node;
    }
    size++;
    bytes += frame.length();
    if (conflating && index == null && size == INDEXED_FROM) {
      index = new HashMap<>();
      for (Node each = head; each != null; each = each.next) {
        addToIndex(index, each);
      }
    } else if (index != null) {
      addToIndex(index, node);
    }
    return true;
  }

  private static void addToIndex(Map<Long, Node> index, Node node) {
    if (node.isWork()) {
      Node earlier = index.put(node.frame.channelId(), node);
      node.earlierOfChannel = earlier;
      if (earlier != null) {
        earlier.laterOfChannel = node;
      }
    }
  }

  /** What a tip that names {@code job} comes behind. */
  private @Nullable Node passed(long job) {
    Node before = tail;
    for (int i = 0; i < LOOK_BACK && before != null; i++) {
      boolean passable =
          before.kind == Kind.ANSWER
              || (before.kind == Kind.FUTURE_JOB && jobId(before.frame) != job);
      if (!passable) {
        return before;
      }
      before = before.previous;
    }
    return before;
  }

  /**
   * What nobody needs once {@code tip} is there: jobs of its channel that no tip names, and earlier
   * tips, whatever they name, but those that an active job of another channel comes behind.
   */
  private List<Node> worthless(Sv2Frame tip) {
    List<Node> work = work(tip.channelId());
    long needed = lastJobOfOthers(tip.channelId());
    Set<Long> named = new HashSet<>();
    named.add(jobId(tip));
    for (Node each : work) {
      if (each.kind == Kind.TIP && each.place < needed) {
        named.add(jobId(each.frame));
      }
    }
    work.removeIf(
        each -> each.kind == Kind.TIP ? each.place < needed : named.contains(jobId(each.frame)));
    return work;
  }

  private List<Node> work(long channel) {
    List<Node> found = new ArrayList<>();
    if (index == null) {
      for (Node each = head; each != null; each = each.next) {
        if (each.isWork() && each.frame.channelId() == channel) {
          found.add(each);
        }
      }
    } else {
      for (Node each = index.get(channel); each != null; each = each.earlierOfChannel) {
        found.add(each);
      }
    }
    return found;
  }

  /** The place of the last active job that is not of {@code channel}; -1 where there is none. */
  private long lastJobOfOthers(long channel) {
    Node each = lastJob;
    while (each != null && each.frame.channelId() == channel) {
      each = each.earlierJob;
    }
    return each == null ? -1 : each.place;
  }

  private void insertBehind(@Nullable Node before, Node node) {
    Node after = before == null ? head : before.next;
    node.previous = before;
    node.next = after;
    if (before == null) {
      head = node;
    } else {
      before.next = node;
    }
    if (after == null) {
      tail = node;
    } else {
      after.previous = node;
    }
  }

  private synchronized void unlink(Node node) {
    if (node.previous == null) {
      head = node.next;
    } else {
      node.previous.next = node.next;
    }
    if (node.next == null) {
      tail = node.previous;
    } else {
      node.next.previous = node.previous;
    }
    size--;
    bytes -= node.frame.length();
    if (node.kind == Kind.JOB) {
      removeFromJobs(node);
    }
    if (size == 0) {
      index = null;
    } else if (index != null && node.isWork()) {
      removeFromIndex(index, node);
    }
  }

  private void removeFromJobs(Node node) {
    if (node.earlierJob != null) {
      node.earlierJob.laterJob = node.laterJob;
    }
    if (node.laterJob != null) {
      node.laterJob.earlierJob = node.earlierJob;
    } else {
      lastJob = node.earlierJob;
    }
  }

  private static void removeFromIndex(Map<Long, Node> index, Node node) {
    Node earlier = node.earlierOfChannel;
    Node later = node.laterOfChannel;
    if (earlier != null) {
      earlier.laterOfChannel = later;
    }
    if (later != null) {
      later.earlierOfChannel = earlier;
    } else if (earlier != null) {
      index.put(node.frame.channelId(), earlier);
    } else {
      index.remove(node.frame.channelId());
    }
  }

  @Override
  public synchronized @Nullable Sv2Frame poll() {
    Node first = head;
    if (first == null) {
      return null;
    }
    unlink(first);
    return first.frame;
  }

  @Override
  public synchronized @Nullable Sv2Frame peek() {
    return head == null ? null : head.frame;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public synchronized void clear() {
    head = null;
    tail = null;
    index = null;
    lastJob = null;
    size = 0;
    bytes = 0;
  }

  @Override
  public synchronized Iterator<Sv2Frame> iterator() {
    List<Sv2Frame> copy = new ArrayList<>();
    for (Node each = head; each != null; each = each.next) {
      copy.add(each.frame);
    }
    return copy.iterator();
  }
}
