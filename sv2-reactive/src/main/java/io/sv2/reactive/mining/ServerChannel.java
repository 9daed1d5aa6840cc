package io.sv2.reactive.mining;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A standard or extended channel as its server keeps it: jobs, the check of shares, and what has to
 * be acknowledged.
 *
 * <p>Plain state of one connection: used by one thread, told the time by its caller.
 */
public final class ServerChannel {
  /** Header bits that miners may roll (BIP323). */
  public static final long VERSION_ROLLING_MASK = 0x1fff_ffe0L;

  private final long id;
  private final String userIdentity;
  private final int extranonceSize; // rollable bytes; 0 for a standard channel
  private final ChannelConfig config;
  private B032 extranoncePrefix;
  private U256 target;
  private final Map<Long, Job> future = new LinkedHashMap<>(); // by template id
  private Map<Long, Job> live = new LinkedHashMap<>(); // by job id, all of the current tip
  private Map<Long, Job> late = Map.of(); // by job id, of the tip before
  private Set<U256> seen = new HashSet<>();
  private Set<U256> seenLate = Set.of();
  private long tipSince;
  private final ShareBatch batch;

  /**
   * A channel.
   *
   * @param id U32
   * @param userIdentity whom shares are credited to
   * @param extranoncePrefix given to the client
   * @param extranonceSize bytes that the client rolls; 0 for a standard channel
   * @param target the first target
   * @param config bounds and policies
   */
  public ServerChannel(
      long id,
      String userIdentity,
      B032 extranoncePrefix,
      int extranonceSize,
      U256 target,
      ChannelConfig config) {
    this.id = id;
    this.userIdentity = userIdentity;
    this.extranoncePrefix = extranoncePrefix;
    this.extranonceSize = extranonceSize;
    this.target = target;
    this.config = config;
    this.batch = new ShareBatch(config.shareBatchSize());
  }

  /** U32. */
  public long id() {
    return id;
  }

  /** Whom shares are credited to. */
  public String userIdentity() {
    return userIdentity;
  }

  /** Bytes that the client rolls; 0 for a standard channel. */
  public int extranonceSize() {
    return extranonceSize;
  }

  /** Whether the client rolls a part of the extranonce. */
  public boolean isExtended() {
    return extranonceSize > 0;
  }

  /** For jobs that are made or activated from now on. */
  public U256 target() {
    return target;
  }

  /** Changes the target for jobs that come, future ones already sent included (section 5.3.21). */
  public void setTarget(U256 changed) {
    target = changed;
  }

  /** The prefix that jobs are made with from now on. */
  public B032 extranoncePrefix() {
    return extranoncePrefix;
  }

  /** What has been accepted and waits to be acknowledged. */
  public ShareBatch batch() {
    return batch;
  }

  /** A job for a tip that is yet to come. */
  public Job addFuture(long jobId, WorkTemplate template) {
    Job job = Job.future(jobId, template, extranoncePrefix);
    future.remove(template.templateId()); // announced again, it takes no other's place
    trim(future);
    future.put(template.templateId(), job);
    return job;
  }

  /** A job on the current tip, to be worked on at once. */
  public Job addActive(long jobId, WorkTemplate template, Tip tip, long minNtime, long now) {
    Job job = Job.future(jobId, template, extranoncePrefix).activated(tip, target, minNtime, now);
    trim(live);
    live.put(jobId, job);
    return job;
  }

  private void trim(Map<Long, Job> jobs) {
    if (jobs.size() >= config.maxJobs()) {
      jobs.remove(jobs.keySet().iterator().next());
    }
  }

  /**
   * A new tip: the future job of {@code templateId} becomes the only live one, jobs of the old tip
   * become late, seen shares are forgotten with them (section 5.3.17).
   *
   * @param minNtime lowest header time told to the client, Unix seconds
   * @return the job; null, and nothing has changed, when there is no such future job
   */
  public @Nullable Job activate(long templateId, Tip tip, long minNtime, long now) {
    Job job = future.get(templateId);
    if (job == null) {
      return null;
    }
    Job active = job.activated(tip, target, minNtime, now);
    future.clear();
    boolean sameTip =
        live.values().stream()
            .map(Job::tip)
            .anyMatch(old -> old != null && old.prevHash().equals(tip.prevHash()));
    late = live;
    seenLate = seen;
    live = new LinkedHashMap<>();
    live.put(active.id(), active);
    seen = sameTip ? seen : new HashSet<>(); // the same header would count once more
    tipSince = now;
    return active;
  }

  /** Checks a share and, when it counts, notes it in {@link #batch()}. */
  public ShareResult submit(Share share, long now) {
    ShareResult result = check(share, now);
    if (result instanceof ShareResult.Valid valid) {
      batch.add(share.sequenceNumber(), valid.target());
    } else if (result instanceof ShareResult.Block block) {
      batch.add(share.sequenceNumber(), block.target());
    }
    return result;
  }

  private ShareResult check(Share share, long now) {
    Job job = live.get(share.jobId());
    Set<U256> seenOfTip = seen;
    if (job == null) {
      job = late.get(share.jobId());
      seenOfTip = seenLate;
      if (job == null) {
        return new ShareResult.Rejected(ErrorCodes.INVALID_JOB_ID);
      } else if (now - tipSince >= config.lateShareGrace().toMillis()) {
        return new ShareResult.Rejected(ErrorCodes.STALE_SHARE);
      }
    }
    Tip tip = job.tip();
    U256 jobTarget = job.target();
    if (tip == null || jobTarget == null) {
      return new ShareResult.Rejected(ErrorCodes.INVALID_JOB_ID);
    }
    if (share.extranonce().length() != extranonceSize) {
      return new ShareResult.Rejected(ErrorCodes.BAD_EXTRANONCE_SIZE);
    }
    long active = Math.max(0, now - job.activeSince()); // the clock may have been set back
    long latest = job.minNtime() + (active + config.ntimeTolerance().toMillis()) / 1_000;
    if (share.ntime() < job.minNtime() || share.ntime() > latest) {
      return new ShareResult.Rejected(ErrorCodes.INVALID_SHARE);
    }
    if (((share.version() ^ job.template().version()) & ~VERSION_ROLLING_MASK) != 0) {
      return new ShareResult.Rejected(ErrorCodes.INVALID_NON_ROLLABLE_VERSION_BIT);
    }
    U256 hash = hash(share, job, tip);
    boolean block = hash.compareTo(tip.target()) <= 0;
    if (!block && hash.compareTo(jobTarget) > 0) {
      return new ShareResult.Rejected(ErrorCodes.DIFFICULTY_TOO_LOW);
    }
    if (seenOfTip.contains(hash)) {
      return new ShareResult.Rejected(ErrorCodes.DUPLICATE_SHARE);
    }
    if (!block && seenOfTip.size() >= config.maxSeenShares()) {
      return new ShareResult.Rejected(ErrorCodes.INVALID_SHARE);
    }
    seenOfTip.add(hash);
    // A block above its job's target proves no more than the network's own.
    return block
        ? new ShareResult.Block(
            hash,
            hash.compareTo(jobTarget) <= 0 ? jobTarget : tip.target(),
            job,
            job.template().solution(job.extranoncePrefix(), share.extranonce()))
        : new ShareResult.Valid(hash, jobTarget);
  }

  private static U256 hash(Share share, Job job, Tip tip) {
    byte[] header = new byte[80];
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0, (int) share.version())
        .putInt(68, (int) share.ntime())
        .putInt(72, (int) tip.nBits())
        .putInt(76, (int) share.nonce());
    tip.prevHash().writeTo(header, 4);
    job.template().merkleRoot(job.extranoncePrefix(), share.extranonce()).writeTo(header, 36);
    return Sha256d.of(header);
  }
}
