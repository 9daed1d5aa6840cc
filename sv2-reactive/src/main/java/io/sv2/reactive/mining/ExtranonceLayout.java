package io.sv2.reactive.mining;

import io.sv2.codec.type.B032;

/**
 * How an extranonce is divided: {@code [upstream | server | channel index | rollable]}, at most 32
 * bytes in all (section 5.1.2.1).
 *
 * @param upstream given by the server above; empty where there is none
 * @param server tells servers of one kind apart; may be empty
 * @param indexLength bytes that tell channels apart, 1 to 4
 * @param rollableLength bytes that an extended channel rolls or divides further, from 0 up
 */
public record ExtranonceLayout(B032 upstream, B032 server, int indexLength, int rollableLength) {
  private static final int SERVER_ID_LENGTH = 2;
  private static final int POOL_INDEX_LENGTH = 3;

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when one is out of range, or all together are
   */
  public ExtranonceLayout {
    if (indexLength < 1 || indexLength > Integer.BYTES) {
      throw new IllegalArgumentException("channel index: 1 to 4 bytes, not " + indexLength);
    }
    int fixed = upstream.length() + server.length() + indexLength;
    if (rollableLength < 0 || fixed + rollableLength > B032.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "rollable extranonce: 0 to "
              + (B032.MAX_LENGTH - fixed)
              + " bytes, not "
              + rollableLength);
    }
  }

  /**
   * A pool's: two bytes of server id, three of channel index.
   *
   * @param serverId tells servers of one pool apart, 0 to 65,535
   * @param rollableLength bytes that an extended channel rolls, 0 to 27
   */
  public static ExtranonceLayout ofPool(int serverId, int rollableLength) {
    if (serverId < 0 || serverId > 0xffff) {
      throw new IllegalArgumentException("server id: 0 to 65,535, not " + serverId);
    }
    byte[] id = new byte[SERVER_ID_LENGTH];
    id[0] = (byte) (serverId >>> 8);
    id[1] = (byte) serverId;
    return new ExtranonceLayout(B032.EMPTY, B032.of(id), POOL_INDEX_LENGTH, rollableLength);
  }

  /**
   * A proxy's, within what an extended channel of its upstream leaves it.
   *
   * @param prefix of that channel
   * @param extranonceSize of that channel: divided into index and rollable part
   * @throws IllegalArgumentException when there is no room for the index
   */
  public static ExtranonceLayout below(B032 prefix, int extranonceSize, int indexLength) {
    return new ExtranonceLayout(prefix, B032.EMPTY, indexLength, extranonceSize - indexLength);
  }

  /** Bytes before the rollable part. */
  public int prefixLength() {
    return upstream.length() + server.length() + indexLength;
  }

  /** Bytes in all, the same for each channel. */
  public int length() {
    return prefixLength() + rollableLength;
  }

  /** How many channels the index can tell apart. */
  public long indexes() {
    return 1L << (8 * indexLength);
  }

  /**
   * The same under another prefix from above (section 5.3.10).
   *
   * @throws IllegalArgumentException when it has another length
   */
  ExtranonceLayout withUpstream(B032 changed) {
    if (changed.length() != upstream.length()) {
      throw new IllegalArgumentException(
          "prefix from above: " + upstream.length() + " bytes, as before, not " + changed.length());
    }
    return new ExtranonceLayout(changed, server, indexLength, rollableLength);
  }

  /** The prefix of an extended channel. */
  B032 extended(int index) {
    return B032.of(bytes(index), 0, prefixLength());
  }

  /** The whole extranonce, as a standard channel has it. */
  B032 standard(int index) {
    return B032.of(bytes(index));
  }

  private byte[] bytes(int index) {
    byte[] bytes = new byte[length()];
    upstream.copyTo(bytes, 0);
    server.copyTo(bytes, upstream.length());
    for (int i = 1; i <= indexLength; i++) {
      bytes[prefixLength() - i] = (byte) (index >>> (8 * (i - 1)));
    }
    return bytes;
  }
}
