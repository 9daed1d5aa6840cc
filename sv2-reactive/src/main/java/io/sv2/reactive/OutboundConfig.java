package io.sv2.reactive;

/**
 * What may wait for a peer that the socket has not taken, and what gives way.
 *
 * @param maxFrames frames, from 8 up; one answer may be many, two for each channel of the peer at a
 *     new tip for one
 * @param maxBytes bytes of all of them, from 1,024 up; one frame may exceed it, so that the largest
 *     there is can be sent
 * @param policy what happens to mining jobs that wait
 */
public record OutboundConfig(int maxFrames, long maxBytes, Policy policy) {
  /** What gives way to what. Whatever the policy, more than fits ends the connection. */
  public enum Policy {
    /** Frames leave in the order they were queued. */
    IN_ORDER,
    /**
     * A mining job that waits is dropped when a SetNewPrevHash for its channel is queued that names
     * another job: it is worthless then (section 5.3.17). So is an earlier SetNewPrevHash of the
     * channel. The new one goes past answers to shares and past future jobs that it does not name.
     * Nothing else is dropped or moved; answers to shares never are dropped.
     */
    CONFLATE_JOBS
  }

  /** 4,096 frames, 4 MiB, worthless jobs are dropped. */
  public static final OutboundConfig DEFAULT =
      new OutboundConfig(4_096, 4 * 1024 * 1024, Policy.CONFLATE_JOBS);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when one is exceeded
   */
  public OutboundConfig {
    Limits.inRange("maxFrames", maxFrames, 8, Integer.MAX_VALUE);
    Limits.inRange("maxBytes", maxBytes, 1024, Long.MAX_VALUE);
  }
}
