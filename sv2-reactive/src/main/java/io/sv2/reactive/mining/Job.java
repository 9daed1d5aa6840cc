package io.sv2.reactive.mining;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import org.jspecify.annotations.Nullable;

/**
 * A job as one channel knows it: with the extranonce prefix that was in force when it was made, and
 * the target that was when it was made, or, for a future job, when it was activated.
 *
 * <p>Of one connection's thread, as its channel.
 */
public final class Job {
  private final long id;
  private final WorkTemplate template;
  private final @Nullable Tip tip;
  private final @Nullable ShareTarget target;
  private final B032 extranoncePrefix;
  private final long minNtime;
  private final long activeSince;
  private @Nullable U256 merkleRoot; // of a standard job, once somebody wanted to know

  private Job(
      long id,
      WorkTemplate template,
      @Nullable Tip tip,
      @Nullable ShareTarget target,
      B032 extranoncePrefix,
      long minNtime,
      long activeSince,
      @Nullable U256 merkleRoot) {
    this.id = id;
    this.template = template;
    this.tip = tip;
    this.target = target;
    this.extranoncePrefix = extranoncePrefix;
    this.minNtime = minNtime;
    this.activeSince = activeSince;
    this.merkleRoot = merkleRoot;
  }

  static Job future(long id, WorkTemplate template, B032 extranoncePrefix) {
    return new Job(id, template, null, null, extranoncePrefix, 0, 0, null);
  }

  Job activated(Tip onTip, ShareTarget at, long from, long now) {
    return new Job(id, template, onTip, at, extranoncePrefix, from, now, merkleRoot);
  }

  /** Unique on the connection; U32. */
  public long id() {
    return id;
  }

  /** What it is made of. */
  public WorkTemplate template() {
    return template;
  }

  /** What it builds on; null for a future job. */
  public @Nullable Tip tip() {
    return tip;
  }

  /** What a share of it has to meet and is worth; null for a future job. */
  public @Nullable ShareTarget target() {
    return target;
  }

  /** Of its channel, when the job was made. */
  public B032 extranoncePrefix() {
    return extranoncePrefix;
  }

  /** Lowest header time, Unix seconds; 0 for a future job. */
  public long minNtime() {
    return minNtime;
  }

  /**
   * Highest header time for a share, Unix seconds: the lowest, and the seconds since (section
   * 5.3.11).
   *
   * @param toleranceMillis for clocks that differ
   */
  long maxNtime(long now, long toleranceMillis) {
    long active = Math.max(0, now - activeSince); // the clock may have been set back
    return minNtime + (active + toleranceMillis) / 1_000;
  }

  /** When it became active, milliseconds of the server's clock; 0 for a future job. */
  public long activeSince() {
    return activeSince;
  }

  /**
   * The merkle root of a standard job, which has no extranonce but its prefix (section 5.1.2.1).
   *
   * @throws IllegalArgumentException for a job of an extended channel
   */
  public U256 merkleRoot() {
    U256 root = merkleRoot;
    if (root == null) {
      root = template.merkleRoot(extranoncePrefix, B032.EMPTY);
      merkleRoot = root;
    }
    return root;
  }
}
