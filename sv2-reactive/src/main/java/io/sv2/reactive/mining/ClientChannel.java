package io.sv2.reactive.mining;

import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A standard or extended channel as its client keeps it, a miner or a proxy: what there is to mine,
 * and the check of shares before they are sent.
 *
 * <p>Plain state of one connection: used by one thread, told the time by its caller.
 */
public final class ClientChannel {
  private static final int MAX_CODES = 32; // of errors, counted apart; servers may invent more

  private final long id;
  private final int extranonceSize;
  private final boolean versionRolling;
  private final ChannelJobs jobs;
  private final Map<String, Long> refused = new LinkedHashMap<>();
  private long groupId;
  private B032 extranoncePrefix;
  private ShareTarget target;
  private @Nullable Tip tip;
  private @Nullable Job current;
  private long acknowledged;
  private long difficulty;

  private ClientChannel(
      long id,
      long groupId,
      B032 extranoncePrefix,
      int extranonceSize,
      U256 target,
      boolean versionRolling,
      ChannelConfig config) {
    this.id = id;
    this.groupId = groupId;
    this.extranoncePrefix = extranoncePrefix;
    this.extranonceSize = extranonceSize;
    this.target = ShareTarget.of(target);
    this.versionRolling = versionRolling;
    this.jobs = new ChannelJobs(extranonceSize, config, new SeenBudget(Integer.MAX_VALUE));
  }

  /**
   * A standard channel that the server has opened.
   *
   * @param versionRolling false where SetupConnection.Success had REQUIRES_FIXED_VERSION
   */
  public static ClientChannel of(
      OpenStandardMiningChannelSuccess m, boolean versionRolling, ChannelConfig config) {
    return new ClientChannel(
        m.channelId(),
        m.groupChannelId(),
        m.extranoncePrefix(),
        0,
        m.target(),
        versionRolling,
        config);
  }

  /** An extended channel that the server has opened. */
  public static ClientChannel of(
      OpenExtendedMiningChannelSuccess m, boolean versionRolling, ChannelConfig config) {
    return new ClientChannel(
        m.channelId(),
        m.groupChannelId(),
        m.extranoncePrefix(),
        m.extranonceSize(),
        m.target(),
        versionRolling,
        config);
  }

  /** U32. */
  public long id() {
    return id;
  }

  /** The group that it belongs to; U32. */
  public long groupId() {
    return groupId;
  }

  /** It belongs to another group from now on (section 5.3.22). */
  public void setGroup(long group) {
    groupId = group;
  }

  /** Whether a message to this id is for this channel: its own, or its group's. */
  public boolean isAddressedBy(long channelId) {
    return channelId == id || channelId == groupId;
  }

  /** Whether this side rolls a part of the extranonce. */
  public boolean isExtended() {
    return extranonceSize > 0;
  }

  /** Bytes that this side rolls. */
  public int extranonceSize() {
    return extranonceSize;
  }

  /** The prefix that jobs which come now are for. */
  public B032 extranoncePrefix() {
    return extranoncePrefix;
  }

  /** For jobs that come, as SetExtranoncePrefix says (section 5.3.10). */
  public void setExtranoncePrefix(B032 prefix) {
    extranoncePrefix = prefix;
  }

  /** For jobs that become active from now on. */
  public U256 target() {
    return target.target();
  }

  /** For jobs that come and for future ones; that at hand keeps its own (section 5.3.21). */
  public void setTarget(U256 changed) {
    target = ShareTarget.of(changed);
  }

  /** What is to be mined now; null while there is nothing. */
  public @Nullable Job current() {
    return current;
  }

  /**
   * A job of a standard channel.
   *
   * @return what is to be mined from now on; empty when nothing changes, as for a future job
   */
  public Optional<Job> job(NewMiningJob m, long now) {
    return job(m.jobId(), WorkTemplate.of(m, versionRolling), m.minNtime(), now);
  }

  /**
   * A job of an extended channel, or of its group; a standard channel puts its prefix where the
   * extranonce goes (section 5.1.2.1).
   *
   * @return as {@link #job(NewMiningJob, long)}
   */
  public Optional<Job> job(NewExtendedMiningJob m, long now) {
    return job(
        m.jobId(),
        WorkTemplate.of(m, extranoncePrefix.length() + extranonceSize),
        m.minNtime(),
        now);
  }

  private Optional<Job> job(long jobId, WorkTemplate work, OptionalLong minNtime, long now) {
    Job job = Job.future(jobId, work, extranoncePrefix);
    Tip onto = tip;
    if (minNtime.isEmpty() || onto == null) {
      jobs.addFuture(jobId, job);
      return Optional.empty();
    }
    return Optional.of(mine(job.activated(onto, target, minNtime.getAsLong(), now)));
  }

  private Job mine(Job job) {
    jobs.addLive(job);
    current = job;
    return job;
  }

  /**
   * A new tip: only the job that it names goes on. Where that is not known, there is nothing to be
   * mined until another comes; what was mined before would be stale (section 5.3.17).
   *
   * @return what is to be mined from now on; empty when there is nothing
   */
  public Optional<Job> tip(SetNewPrevHash m, long now) {
    Tip onto = new Tip(m.prevHash(), m.minNtime(), m.nbits(), Target.ofNBits(m.nbits()));
    Job job = jobs.future(m.jobId());
    tip = onto;
    current = null;
    jobs.pass(onto, now);
    return job == null
        ? Optional.empty()
        : Optional.of(mine(job.activated(onto, target, m.minNtime(), now)));
  }

  /**
   * Judges a share as its server will, so that what would be refused is not sent; one that counts
   * is remembered. A block whose time is behind its job's least counts down to the least that this
   * channel was told of its tip.
   */
  public ShareResult check(Share share, long now) {
    return jobs.check(share, now);
  }

  /** The server has accepted shares. */
  public void accepted(SubmitSharesSuccess m) {
    acknowledged += m.newSubmitsAcceptedCount();
    difficulty += m.newSharesSum();
  }

  /** The server has refused a share. */
  public void refused(SubmitSharesError m) {
    String code = m.errorCode().text();
    refused.merge(
        refused.containsKey(code) || refused.size() < MAX_CODES ? code : "(others)", 1L, Long::sum);
  }

  /** Shares that the server has accepted. */
  public long acknowledged() {
    return acknowledged;
  }

  /** The sum of their difficulties, as the server has counted them. */
  public long acknowledgedDifficulty() {
    return difficulty;
  }

  /** Shares that the server has refused, by error code. */
  public Map<String, Long> refused() {
    return Map.copyOf(refused);
  }
}
