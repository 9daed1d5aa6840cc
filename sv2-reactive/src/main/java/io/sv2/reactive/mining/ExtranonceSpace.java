package io.sv2.reactive.mining;

import io.sv2.codec.type.B032;
import java.util.BitSet;
import java.util.Optional;

/**
 * Gives each channel of a server its own part of the extranonce, the same size for all, since they
 * share a coinbase (section 5.1.2.1). Extended channels roll the last part; standard channels get
 * it as zeros. Thread-safe.
 *
 * <p>What a closed channel has had rests until the tip has changed twice: on the same tip, whoever
 * got it would be credited for the shares that its last owner was credited for, and a connection
 * may still serve the last tip while another has the new one.
 */
public final class ExtranonceSpace {
  private static final int MOST_INDEXES = 1 << 24; // that two bits each are kept of

  private final int indexes;
  private final int maxChannels;
  private final BitSet taken = new BitSet(); // guarded by this, the resting ones included
  private BitSet resting = new BitSet(); // guarded by this; since the last tip
  private BitSet rested = new BitSet(); // guarded by this; for a whole tip
  private int channels; // guarded by this
  private int next; // guarded by this
  private volatile ExtranonceLayout layout;

  /**
   * A space.
   *
   * @param layout of the extranonce
   * @param maxChannels channels at a time, from 1 to as many as the index tells apart, 2^24 at most
   * @throws IllegalArgumentException when it is out of range
   */
  public ExtranonceSpace(ExtranonceLayout layout, int maxChannels) {
    this.indexes = (int) Math.min(layout.indexes(), MOST_INDEXES);
    if (maxChannels < 1 || maxChannels > indexes) {
      throw new IllegalArgumentException("channels: 1 to " + indexes + ", not " + maxChannels);
    }
    this.layout = layout;
    this.maxChannels = maxChannels;
  }

  /** How the extranonce is divided now. */
  public ExtranonceLayout layout() {
    return layout;
  }

  /** Bytes of the whole extranonce, the same for each channel. */
  public int length() {
    return layout.length();
  }

  /** Bytes that an extended channel rolls. */
  public int rollableLength() {
    return layout.rollableLength();
  }

  /**
   * An index for a channel; empty when there are as many channels as may be, or when all that are
   * free rest. Indexes are given out in turn.
   */
  public synchronized Optional<Integer> allocate() {
    if (channels == maxChannels) {
      return Optional.empty();
    }
    int index = taken.nextClearBit(next);
    if (index >= indexes) {
      index = taken.nextClearBit(0);
    }
    if (index >= indexes) {
      return Optional.empty();
    }
    taken.set(index);
    channels++;
    next = index + 1;
    return Optional.of(index);
  }

  /** The channel that had {@code index} has closed, or got another; once more does no harm. */
  public synchronized void release(int index) {
    if (isInUse(index)) {
      resting.set(index);
      channels--;
    }
  }

  /** As {@link #release}, of an index that nobody was credited for: it need not rest. */
  synchronized void giveBack(int index) {
    if (isInUse(index)) {
      taken.clear(index);
      channels--;
    }
  }

  private boolean isInUse(int index) {
    return taken.get(index) && !resting.get(index) && !rested.get(index);
  }

  /** There is a new tip: what has rested since before the last one is free again. */
  public synchronized void tipChanged() {
    taken.andNot(rested);
    rested = resting;
    resting = new BitSet();
  }

  /** Channels that have an index now. */
  public synchronized int channels() {
    return channels;
  }

  /**
   * The server above has changed its part (section 5.3.10). Prefixes are made of the new one from
   * now on; each channel has to be told its own.
   *
   * @throws IllegalArgumentException when it has another length
   */
  public synchronized void changeUpstream(B032 prefix) {
    layout = layout.withUpstream(prefix);
  }

  /** The bytes before the rollable part: the prefix of an extended channel. */
  public B032 extendedPrefix(int index) {
    return layout.extended(index);
  }

  /** The whole extranonce: the prefix of a standard channel. */
  public B032 standardPrefix(int index) {
    return layout.standard(index);
  }
}
