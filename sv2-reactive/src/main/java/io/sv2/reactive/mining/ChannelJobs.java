package io.sv2.reactive.mining;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one channel, future, live and just passed, and the check of shares of them; the same
 * at either end of a connection.
 */
final class ChannelJobs {
  /** How far in the future consensus lets a block's time be, seconds. */
  private static final long MAX_FUTURE_BLOCK_TIME = 2 * 60 * 60;

  private final int extranonceSize; // rollable bytes; 0 for a standard channel
  private final ChannelConfig config;
  private final SeenBudget budget;
  private final Map<Long, Job> future = new LinkedHashMap<>(4); // by what a tip names them by
  private List<Job> live = new ArrayList<>(1); // all of the current tip, oldest first
  private List<Job> late = List.of(); // of the tip before
  private SeenShares seen = new SeenShares();
  private SeenShares seenLate = seen;
  private @Nullable U256 seenOn; // the block that the seen shares build on
  private @Nullable U256 seenLateOn;
  private int remembered; // of the budget, since the tip
  private long tipSince;

  ChannelJobs(int extranonceSize, ChannelConfig config, SeenBudget budget) {
    this.extranonceSize = extranonceSize;
    this.config = config;
    this.budget = budget;
  }

  /** Nothing is judged any more. */
  void close() {
    budget.giveBack(remembered);
    remembered = 0;
  }

  /** What a share of the newest live job takes; 0 where there is none. */
  double hashesOfNewest() {
    ShareTarget target = live.isEmpty() ? null : live.get(live.size() - 1).target();
    return target == null ? 0 : target.hashes();
  }

  boolean use(B032 prefix) {
    return Stream.of(future.values(), live, late)
        .flatMap(Collection::stream)
        .anyMatch(job -> job.extranoncePrefix().equals(prefix));
  }

  void addFuture(long key, Job job) {
    future.remove(key); // announced again, it takes no other's place
    if (future.size() >= config.maxJobs()) {
      future.remove(future.keySet().iterator().next());
    }
    future.put(key, job);
  }

  void addLive(Job job) {
    live.removeIf(known -> known.id() == job.id());
    if (live.size() >= config.maxJobs()) {
      live.remove(oldestToGo());
    }
    live.add(job);
    Tip tip = job.tip();
    seenOn = tip == null ? seenOn : tip.prevHash();
  }

  /**
   * Of the server's own templates, as long as there are: it has promised to reward a custom job.
   */
  private int oldestToGo() {
    for (int i = 0; i < live.size(); i++) {
      if (live.get(i).template().isOfTemplate()) {
        return i;
      }
    }
    return 0;
  }

  /** Few, and most shares are of the newest. */
  private static @Nullable Job find(List<Job> jobs, long id) {
    for (int i = jobs.size() - 1; i >= 0; i--) {
      if (jobs.get(i).id() == id) {
        return jobs.get(i);
      }
    }
    return null;
  }

  @Nullable Job future(long key) {
    return future.get(key);
  }

  /** Whether there are live jobs, which build on the same block as {@code tip}. */
  boolean areOf(Tip tip) {
    Tip theirs = live.isEmpty() ? null : live.get(0).tip(); // all of one
    return theirs != null && theirs.isSameBlock(tip);
  }

  /**
   * From now on {@code tip} counts: jobs of the one before are late, older and future ones are
   * forgotten (section 5.3.17).
   */
  void pass(Tip tip, long now) {
    SeenShares before = seen;
    U256 beforeOn = seenOn;
    // On the same block, whatever its nBits, the same header would count once more; and so it would
    // on the block before, to which a reorganisation may lead back.
    if (!isOn(seenOn, tip)) {
      seen = isOn(seenLateOn, tip) ? seenLate : new SeenShares(before.size());
      seenOn = tip.prevHash();
      budget.giveBack(remembered);
      remembered = seen.size();
      budget.take(remembered);
    }
    seenLate = before;
    seenLateOn = beforeOn;
    future.clear();
    late = live;
    live = new ArrayList<>(1);
    tipSince = now;
  }

  private static boolean isOn(@Nullable U256 block, Tip tip) {
    return block != null && block.equals(tip.prevHash());
  }

  /** Judges a share; one that counts is remembered. */
  ShareResult check(Share share, long now) {
    Job job = find(live, share.jobId());
    SeenShares seenOfTip = seen;
    if (job == null) {
      job = find(late, share.jobId());
      seenOfTip = seenLate;
      if (job == null) {
        return Rejection.INVALID_JOB_ID.result();
      } else if (now - tipSince >= config.lateShareGrace().toMillis()) {
        return Rejection.STALE_SHARE.result();
      }
    }
    Tip tip = job.tip();
    ShareTarget jobTarget = job.target();
    if (tip == null || jobTarget == null) {
      return Rejection.INVALID_JOB_ID.result();
    } else if (share.extranonce().length() != extranonceSize) {
      return Rejection.BAD_EXTRANONCE_SIZE.result();
    }
    long latest = job.maxNtime(now, config.ntimeTolerance().toMillis());
    boolean behind = share.ntime() < job.minNtime();
    boolean untimely = behind || share.ntime() > latest;
    if (untimely && !mayBeTimeOfABlock(share.ntime(), job, tip, latest)) {
      return Rejection.INVALID_SHARE.result();
    }
    Rejection versionFault = versionFault(share.version(), job.template());
    if (versionFault != null) {
      return (behind ? Rejection.INVALID_SHARE : versionFault).result();
    }
    byte[] hash = hash(share, job, tip);
    boolean block = tip.target().compareToWire(hash, 0) >= 0;
    if (!block && untimely) {
      return Rejection.INVALID_SHARE.result();
    } else if (!block && jobTarget.target().compareToWire(hash, 0) < 0) {
      return Rejection.DIFFICULTY_TOO_LOW.result();
    } else if (!block && (seenOfTip.size() >= config.maxSeenShares() || budget.isSpent())) {
      return (seenOfTip.contains(hash) ? Rejection.DUPLICATE_SHARE : Rejection.TOO_MANY_SHARES)
          .result();
    } else if (!seenOfTip.add(hash)) {
      return Rejection.DUPLICATE_SHARE.result();
    }
    remembered++;
    budget.take(1);
    return block
        ? block(share, job, tip, jobTarget, hash)
        : new ShareResult.Valid(U256.ofWire(hash, 0), jobTarget);
  }

  private static @Nullable Rejection versionFault(long version, WorkTemplate work) {
    if (version == work.version()) {
      return null;
    } else if (!work.versionRollingAllowed()) {
      return Rejection.VERSION_ROLLING_NOT_ALLOWED;
    }
    long changed = version ^ work.version();
    return (changed & ~ServerChannel.VERSION_ROLLING_MASK) == 0
        ? null
        : Rejection.INVALID_NON_ROLLABLE_VERSION_BIT;
  }

  /** What breaks the rules for shares need not break consensus, and no block is to be lost. */
  private static boolean mayBeTimeOfABlock(long ntime, Job job, Tip tip, long latest) {
    return ntime >= Math.min(job.minNtime(), tip.minNtime())
        && ntime <= latest + MAX_FUTURE_BLOCK_TIME;
  }

  /**
   * Worth the easier of both targets. Where the job's is the harder one, because its client wanted
   * it so, all that counts on it are blocks, and to credit some of them by the job's would pay for
   * more work than was done.
   */
  private static ShareResult block(
      Share share, Job job, Tip tip, ShareTarget jobTarget, byte[] hash) {
    return new ShareResult.Block(
        U256.ofWire(hash, 0),
        jobTarget.target().compareTo(tip.target()) >= 0 ? jobTarget : ShareTarget.of(tip.target()),
        job,
        share,
        job.template().solution(job.extranoncePrefix(), share.extranonce()));
  }

  private byte[] hash(Share share, Job job, Tip tip) {
    Sha256d sha = Sha256d.ofThread();
    if (extranonceSize > 0) {
      job.template().merkleRoot(sha, job.extranoncePrefix(), share.extranonce());
    } else {
      sha.useMerkleRoot(job.merkleRoot());
    }
    return sha.headerHash(
        share.version(), tip.prevHash(), share.ntime(), tip.nBits(), share.nonce());
  }
}
