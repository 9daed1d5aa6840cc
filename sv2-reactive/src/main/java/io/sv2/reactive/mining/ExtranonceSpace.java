package io.sv2.reactive.mining;

import io.sv2.codec.type.B032;
import java.util.BitSet;
import java.util.Optional;

/**
 * Gives each channel of a server its own part of the extranonce: {@code [server id | channel index
 * | rollable]}, the same size for all, since they share a coinbase (section 5.1.2.1).
 *
 * <p>Extended channels roll the last part; standard channels get it as zeros. Thread-safe.
 */
public final class ExtranonceSpace {
  /** Bytes of the server id. */
  public static final int SERVER_ID_LENGTH = 2;

  private static final int INDEX_LENGTH = 3;

  private final int serverId;
  private final int rollableLength;
  private final int maxChannels;
  private final BitSet taken = new BitSet(); // guarded by this
  private int next; // guarded by this

  /**
   * A space.
   *
   * @param serverId tells servers of one pool apart, 0 to 65,535
   * @param rollableLength bytes that an extended channel rolls, 0 to 27
   * @param maxChannels channels at a time, 1 to 16,777,216
   * @throws IllegalArgumentException when one is out of range
   */
  public ExtranonceSpace(int serverId, int rollableLength, int maxChannels) {
    if (serverId < 0 || serverId > 0xffff) {
      throw new IllegalArgumentException("server id: 0 to 65,535, not " + serverId);
    }
    if (rollableLength < 0 || prefixLength() + rollableLength > B032.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "rollable extranonce: 0 to "
              + (B032.MAX_LENGTH - prefixLength())
              + " bytes, not "
              + rollableLength);
    }
    if (maxChannels < 1 || maxChannels > 1 << (8 * INDEX_LENGTH)) {
      throw new IllegalArgumentException("channels: 1 to 16,777,216, not " + maxChannels);
    }
    this.serverId = serverId;
    this.rollableLength = rollableLength;
    this.maxChannels = maxChannels;
  }

  private static int prefixLength() {
    return SERVER_ID_LENGTH + INDEX_LENGTH;
  }

  /** Bytes of the whole extranonce, the same for each channel. */
  public int length() {
    return prefixLength() + rollableLength;
  }

  /** Bytes that an extended channel rolls. */
  public int rollableLength() {
    return rollableLength;
  }

  /**
   * A free index; empty when all are taken. Indexes are given out in turn, so that one that was
   * freed is not used again while jobs with it may still be worked on.
   */
  public synchronized Optional<Integer> allocate() {
    int index = taken.nextClearBit(next);
    if (index >= maxChannels) {
      index = taken.nextClearBit(0);
    }
    if (index >= maxChannels) {
      return Optional.empty();
    }
    taken.set(index);
    next = index + 1;
    return Optional.of(index);
  }

  /** Frees an index whose channel has closed. */
  public synchronized void release(int index) {
    taken.clear(index);
  }

  /** The bytes before the rollable part: the prefix of an extended channel. */
  public B032 extendedPrefix(int index) {
    return B032.of(bytes(index), 0, prefixLength());
  }

  /** The whole extranonce: the prefix of a standard channel. */
  public B032 standardPrefix(int index) {
    return B032.of(bytes(index));
  }

  private byte[] bytes(int index) {
    byte[] bytes = new byte[length()];
    bytes[0] = (byte) (serverId >>> 8);
    bytes[1] = (byte) serverId;
    bytes[2] = (byte) (index >>> 16);
    bytes[3] = (byte) (index >>> 8);
    bytes[4] = (byte) index;
    return bytes;
  }
}
