package io.sv2.reactive.mining;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
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

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int HEADER = 80;

  /** Room for one header and its hash; no share needs more than one at a time. */
  private static final ThreadLocal<byte[][]> ROOM =
      ThreadLocal.withInitial(() -> new byte[][] {new byte[HEADER], new byte[U256.LENGTH]});

  private final int extranonceSize; // rollable bytes; 0 for a standard channel
  private final ChannelConfig config;
  private final Map<Long, Job> future = new LinkedHashMap<>(4); // by what a tip names them by
  private Map<Long, Job> live = new LinkedHashMap<>(4); // by job id, all of the current tip
  private Map<Long, Job> late = Map.of(); // by job id, of the tip before
  private SeenShares seen = new SeenShares();
  private SeenShares seenLate = seen;
  private long tipSince;

  ChannelJobs(int extranonceSize, ChannelConfig config) {
    this.extranonceSize = extranonceSize;
    this.config = config;
  }

  /** What a share of the newest live job takes; 0 where there is none. */
  double hashesOfNewest() {
    double hashes = 0;
    for (Job job : live.values()) {
      ShareTarget target = job.target();
      hashes = target == null ? hashes : target.hashes();
    }
    return hashes;
  }

  boolean use(B032 prefix) {
    return Stream.of(future, live, late)
        .flatMap(jobs -> jobs.values().stream())
        .anyMatch(job -> job.extranoncePrefix().equals(prefix));
  }

  void addFuture(long key, Job job) {
    future.remove(key); // announced again, it takes no other's place
    trim(future);
    future.put(key, job);
  }

  void addLive(Job job) {
    live.remove(job.id());
    trim(live);
    live.put(job.id(), job);
  }

  private void trim(Map<Long, Job> jobs) {
    if (jobs.size() >= config.maxJobs()) {
      jobs.remove(jobs.keySet().iterator().next());
    }
  }

  @Nullable Job future(long key) {
    return future.get(key);
  }

  @Nullable Job live(long jobId) {
    return live.get(jobId);
  }

  /** Whether there are live jobs, which build on the same block as {@code tip}. */
  boolean areOf(Tip tip) {
    for (Job job : live.values()) { // all of one tip
      Tip theirs = job.tip();
      return theirs != null && theirs.isSameBlock(tip);
    }
    return false;
  }

  /**
   * From now on {@code tip} counts: jobs of the one before are late, older and future ones are
   * forgotten (section 5.3.17).
   */
  void pass(Tip tip, long now) {
    seenLate = seen;
    if (!areOf(tip)) { // or the same header would count once more
      seen = new SeenShares();
    }
    future.clear();
    late = live;
    live = new LinkedHashMap<>(4);
    tipSince = now;
  }

  /** Judges a share; one that counts is remembered. */
  ShareResult check(Share share, long now) {
    Job job = live.get(share.jobId());
    SeenShares seenOfTip = seen;
    if (job == null) {
      job = late.get(share.jobId());
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
    } else if (share.ntime() < job.minNtime()) {
      return Rejection.INVALID_SHARE.result();
    }
    // The clock may have been set back.
    long active = Math.max(0, now - job.activeSince());
    long latest = job.minNtime() + (active + config.ntimeTolerance().toMillis()) / 1_000;
    boolean early = share.ntime() > latest; // still a block, where it is one
    if (early && share.ntime() - latest > MAX_FUTURE_BLOCK_TIME) {
      return Rejection.INVALID_SHARE.result();
    }
    WorkTemplate work = job.template();
    if (share.version() != work.version()) {
      if (!work.versionRollingAllowed()) {
        return Rejection.VERSION_ROLLING_NOT_ALLOWED.result();
      } else if (((share.version() ^ work.version()) & ~ServerChannel.VERSION_ROLLING_MASK) != 0) {
        return Rejection.INVALID_NON_ROLLABLE_VERSION_BIT.result();
      }
    }
    byte[] hash = hash(share, job, tip);
    boolean block = tip.target().compareToWire(hash, 0) >= 0;
    if (!block && early) {
      return Rejection.INVALID_SHARE.result();
    } else if (!block && jobTarget.target().compareToWire(hash, 0) < 0) {
      return Rejection.DIFFICULTY_TOO_LOW.result();
    } else if (seenOfTip.contains(hash)) {
      return Rejection.DUPLICATE_SHARE.result();
    } else if (!block && seenOfTip.size() >= config.maxSeenShares()) {
      return Rejection.INVALID_SHARE.result();
    }
    seenOfTip.add(hash);
    return block
        ? block(share, job, tip, jobTarget, hash)
        : new ShareResult.Valid(U256.ofWire(hash, 0), jobTarget);
  }

  /** A block above its job's target proves no more than the network's own. */
  private static ShareResult block(
      Share share, Job job, Tip tip, ShareTarget jobTarget, byte[] hash) {
    return new ShareResult.Block(
        U256.ofWire(hash, 0),
        jobTarget.target().compareToWire(hash, 0) >= 0 ? jobTarget : ShareTarget.of(tip.target()),
        job,
        share,
        job.template().solution(job.extranoncePrefix(), share.extranonce()));
  }

  private byte[] hash(Share share, Job job, Tip tip) {
    byte[][] room = ROOM.get();
    byte[] header = room[0];
    INT.set(header, 0, (int) share.version());
    tip.prevHash().writeTo(header, 4);
    if (extranonceSize > 0) {
      job.template().merkleRoot(job.extranoncePrefix(), share.extranonce(), header, 36);
    } else {
      job.merkleRoot().writeTo(header, 36);
    }
    INT.set(header, 68, (int) share.ntime());
    INT.set(header, 72, (int) tip.nBits());
    INT.set(header, 76, (int) share.nonce());
    Sha256d.ofThread().hash(header, HEADER, room[1]);
    return room[1];
  }
}
