package io.sv2.reactive.mining;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import org.jspecify.annotations.Nullable;

/**
 * A standard or extended channel as its server keeps it: jobs, the check of shares, what has been
 * credited and has to be acknowledged.
 *
 * <p>Plain state of one connection: used by one thread, told the time by its caller.
 */
public final class ServerChannel {
  /** Header bits that miners may roll (BIP323). */
  public static final long VERSION_ROLLING_MASK = 0x1fff_ffe0L;

  private final long id;
  private final String userIdentity;
  private final int extranonceSize; // rollable bytes; 0 for a standard channel
  private B032 extranoncePrefix;
  private ShareTarget target;
  private final ChannelJobs jobs;
  private final ShareBatch batch;
  private final ShareAccounting accounting;

  /**
   * A channel.
   *
   * @param id U32
   * @param userIdentity whom shares are credited to
   * @param extranoncePrefix given to the client
   * @param extranonceSize bytes that the client rolls; 0 for a standard channel
   * @param target the first target
   * @param config bounds and policies
   * @param now milliseconds of the server's clock
   */
  public ServerChannel(
      long id,
      String userIdentity,
      B032 extranoncePrefix,
      int extranonceSize,
      U256 target,
      ChannelConfig config,
      long now) {
    this(
        id,
        userIdentity,
        extranoncePrefix,
        extranonceSize,
        target,
        config,
        new SeenBudget(Integer.MAX_VALUE),
        now);
  }

  /** One of a connection whose channels have a budget in common. */
  ServerChannel(
      long id,
      String userIdentity,
      B032 extranoncePrefix,
      int extranonceSize,
      U256 target,
      ChannelConfig config,
      SeenBudget budget,
      long now) {
    this.id = id;
    this.userIdentity = userIdentity;
    this.extranoncePrefix = extranoncePrefix;
    this.extranonceSize = extranonceSize;
    this.target = ShareTarget.of(target);
    this.jobs = new ChannelJobs(extranonceSize, config, budget);
    this.batch = new ShareBatch(config.shareBatchSize(), config.maxBatchDelay());
    this.accounting = new ShareAccounting(config, now);
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

  /** Bytes of the whole extranonce. */
  public int fullExtranonceSize() {
    return extranoncePrefix.length() + extranonceSize;
  }

  /** Whether the client rolls a part of the extranonce. */
  public boolean isExtended() {
    return extranonceSize > 0;
  }

  /** For jobs that are made or activated from now on. */
  public U256 target() {
    return target.target();
  }

  /** Hashes that a share takes at what the miner has been given last. */
  double hashesPerShare() {
    return Math.max(jobs.hashesOfNewest(), target.hashes());
  }

  /** Changes the target for jobs that come, future ones already sent included (section 5.3.21). */
  public void setTarget(U256 changed) {
    target = ShareTarget.of(changed);
  }

  /** The prefix that jobs are made with from now on. */
  public B032 extranoncePrefix() {
    return extranoncePrefix;
  }

  /**
   * Changes the prefix for jobs that come; those that were sent keep theirs (section 5.3.10).
   *
   * @throws IllegalArgumentException when it has another length: its jobs' coinbases do not fit it
   */
  public void setExtranoncePrefix(B032 changed) {
    if (changed.length() != extranoncePrefix.length()) {
      throw new IllegalArgumentException(
          "extranonce prefix: "
              + extranoncePrefix.length()
              + " bytes, as before, not "
              + changed.length());
    }
    extranoncePrefix = changed;
  }

  /** Whether a share could still be credited for a job that was made with {@code prefix}. */
  public boolean uses(B032 prefix) {
    return extranoncePrefix.equals(prefix) || jobs.use(prefix);
  }

  /** What has been accepted and waits to be acknowledged. */
  public ShareBatch batch() {
    return batch;
  }

  /** What its shares have come to. */
  public ShareAccounting accounting() {
    return accounting;
  }

  /** A job for a tip that is yet to come. */
  public Job addFuture(long jobId, WorkTemplate template) {
    Job job = Job.future(jobId, template, extranoncePrefix);
    jobs.addFuture(template.templateId(), job);
    return job;
  }

  /** Whether it has a future job of {@code template}: it keeps only so many. */
  boolean hasFuture(WorkTemplate template) {
    Job job = jobs.future(template.templateId());
    return job != null && job.template().equals(template);
  }

  /** A job on the current tip, to be worked on at once. */
  public Job addActive(long jobId, WorkTemplate template, Tip tip, long minNtime, long now) {
    Job job = Job.future(jobId, template, extranoncePrefix).activated(tip, target, minNtime, now);
    jobs.addLive(job);
    return job;
  }

  /**
   * A job that the client has chosen (section 5.3.18). Where it builds on another tip than the jobs
   * before, these become late as if that tip had been announced.
   *
   * @param since when {@code minNtime} was the time, by the server's clock: header times may be as
   *     much later as has passed since, however late the job has come
   */
  public Job addCustom(
      long jobId, WorkTemplate template, Tip tip, long minNtime, long since, long now) {
    if (!jobs.areOf(tip)) {
      jobs.pass(tip, now);
    }
    return addActive(jobId, template, tip, minNtime, since);
  }

  /**
   * A new tip: the future job of {@code templateId} becomes the only live one, jobs of the old tip
   * become late, seen shares are forgotten with them (section 5.3.17).
   *
   * @param minNtime lowest header time told to the client, Unix seconds
   * @return the job; null, and nothing has changed, when there is no such future job
   */
  public @Nullable Job activate(long templateId, Tip tip, long minNtime, long now) {
    Job job = jobs.future(templateId);
    if (job == null) {
      return null;
    }
    Job active = job.activated(tip, target, minNtime, now);
    jobs.pass(tip, now);
    jobs.addLive(active);
    return active;
  }

  /** Checks a share and, when it counts, credits it. */
  public ShareResult submit(Share share, long now) {
    ShareResult result = jobs.check(share, now);
    if (result instanceof ShareResult.Rejected rejected) {
      accounting.refused(rejected.reason());
    } else if (result instanceof ShareResult.Valid valid) {
      credit(share, valid.hash(), valid.target(), now);
    } else if (result instanceof ShareResult.Block block) {
      credit(share, block.hash(), block.target(), now);
      accounting.block();
    }
    return result;
  }

  /** It is not served any more. */
  void close() {
    jobs.close();
  }

  private void credit(Share share, U256 hash, ShareTarget met, long now) {
    batch.add(share.sequenceNumber(), met.difficulty(), now);
    accounting.accepted(hash, met, now);
  }
}
