package io.sv2.examples.interop;

import static io.sv2.examples.interop.ShareDifference.BACK_ON_A_TIP;
import static io.sv2.examples.interop.ShareDifference.LATE_SHARE;
import static io.sv2.examples.interop.ShareDifference.NO_WITNESS_COMMITMENT;
import static io.sv2.examples.interop.ShareDifference.PROMISED_JOB;
import static io.sv2.examples.interop.ShareDifference.TARGET_OF_THE_TIP;
import static io.sv2.examples.interop.ShareDifference.TIME_AFTER_TWO_HOURS;
import static io.sv2.examples.interop.ShareDifference.TIME_AHEAD;

import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import io.sv2.reactive.mining.Share;
import io.sv2.reactive.mining.Tip;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a channel should make of its jobs and shares, by the plainest means and without the code
 * under test: as we mean it, or with the reference's differences.
 */
final class ShareModel {
  static final long ROLLABLE_BITS = 0x1fff_ffe0L;
  static final long TWO_HOURS = 2 * 60 * 60;
  private static final HexFormat HEX = HexFormat.of();

  /** A job's contents; the coinbase, in hex and without BIP141 fields, around the extranonce. */
  record Contents(
      OptionalLong templateId,
      long version,
      boolean versionRolling,
      String coinbasePrefix,
      String coinbaseSuffix,
      boolean commitsToWitnesses,
      List<U256> merklePath,
      B032 extranoncePrefix) {}

  /** A job that shares may be found for. */
  record Job(long id, Contents of, Tip tip, BigInteger target, long minNtime, long since) {
    long latestNtime(long now, long toleranceMillis) {
      return minNtime + (now - since + toleranceMillis) / 1_000;
    }
  }

  /** An answer, and the difference that it may be due to. */
  record Verdict(String text, @Nullable ShareDifference because) {}

  private final boolean reference;
  private final int extranonceSize;
  private final int maxLive;
  private final int maxFuture;
  private final long tolerance; // milliseconds
  private final long grace; // milliseconds
  final Map<Long, Long> future = new LinkedHashMap<>(); // template to job
  final List<Job> live = new ArrayList<>();
  final List<Job> late = new ArrayList<>();
  private final Map<Long, ShareDifference> passedEarly = new HashMap<>(); // by job
  private final Map<BigInteger, ShareDifference> judgedBefore = new HashMap<>(); // by hash
  private Set<BigInteger> seen = new HashSet<>();
  private Set<BigInteger> seenLate = seen;
  private @Nullable U256 seenLateOn;
  private boolean returned; // to the tip before the last
  private @Nullable Tip tip;
  private long tipSince;

  private ShareModel(
      boolean reference,
      int extranonceSize,
      int maxLive,
      int maxFuture,
      long tolerance,
      long grace) {
    this.reference = reference;
    this.extranonceSize = extranonceSize;
    this.maxLive = maxLive;
    this.maxFuture = maxFuture;
    this.tolerance = tolerance;
    this.grace = grace;
  }

  static ShareModel ofOurs(int extranonceSize, int maxJobs, long tolerance, long grace) {
    return new ShareModel(false, extranonceSize, maxJobs, maxJobs, tolerance, grace);
  }

  /** The reference keeps one active job and 16 before it. */
  static ShareModel ofReference(int extranonceSize) {
    return new ShareModel(true, extranonceSize, 17, 16, TWO_HOURS * 1_000, 0);
  }

  void addFuture(long templateId, long jobId) {
    future.remove(templateId);
    future.put(templateId, jobId);
    if (future.size() > maxFuture) {
      future.remove(future.keySet().iterator().next());
    }
  }

  void addLive(Job job) {
    if (live.size() == maxLive) {
      int going = oldestToGo();
      if (going > 0) { // the reference lets the oldest go
        live.subList(0, going + 1).forEach(known -> passedEarly.put(known.id(), PROMISED_JOB));
      }
      live.remove(going);
    }
    live.add(job);
  }

  /** Ours keeps what was promised as long as there are jobs of templates. */
  private int oldestToGo() {
    for (int i = 0; !reference && i < live.size(); i++) {
      if (live.get(i).of().templateId().isPresent()) {
        return i;
      }
    }
    return 0;
  }

  /** Work goes on upon {@code next}, which every job so far does not build on. */
  void pass(Tip next, long now) {
    Set<BigInteger> before = seen;
    U256 beforeOn = tip == null ? null : tip.prevHash();
    if (!next.prevHash().equals(beforeOn)) {
      returned = !reference && next.prevHash().equals(seenLateOn);
      seen = returned ? seenLate : new HashSet<>();
    }
    seenLate = before;
    seenLateOn = beforeOn;
    late.clear();
    late.addAll(live);
    live.clear();
    tip = next;
    tipSince = now;
  }

  /** The tip of before, or one for which no template waits: the reference lets all jobs go. */
  void passInReference(Tip next, long now, ShareDifference because) {
    late.forEach(job -> passedEarly.put(job.id(), because));
    live.forEach(job -> passedEarly.put(job.id(), because));
    if (reference) {
      pass(next, now);
    }
  }

  Verdict judge(Share share, long now) {
    ShareDifference because = passedEarly.get(share.jobId());
    Job job = job(live, share.jobId());
    Set<BigInteger> known = seen;
    if (job == null) {
      job = job(late, share.jobId());
      known = seenLate;
      if (job == null) {
        return rejected("invalid-job-id", because);
      } else if (now - tipSince >= grace) {
        return rejected("stale-share", because);
      }
      because = LATE_SHARE;
    }
    if (share.extranonce().length() != extranonceSize) {
      return rejected("bad-extranonce-size", because);
    }
    long latest = reference ? job.minNtime() + TWO_HOURS : job.latestNtime(now, tolerance);
    boolean early = share.ntime() > latest;
    if (share.ntime() < job.minNtime()) {
      return rejected("invalid-share", because);
    } else if (early && (reference || share.ntime() > latest + TWO_HOURS)) {
      return rejected("invalid-share", reference ? TIME_AFTER_TWO_HOURS : because);
    }
    long rolled = share.version() ^ job.of().version();
    if (rolled != 0 && !job.of().versionRolling()) {
      return rejected("version-rolling-not-allowed", because);
    } else if ((rolled & ~ROLLABLE_BITS) != 0) {
      return rejected("invalid-non-rollable-version-bit", because);
    }
    BigInteger hash = hash(job.of(), job.tip(), share);
    if (because == null) {
      because = judgedBefore.get(hash); // a duplicate on one side, and new to the other
    }
    Verdict verdict = judge(share, job, hash, early, known, because);
    if (verdict.because() != null) {
      judgedBefore.put(hash, verdict.because());
    }
    return verdict;
  }

  private Verdict judge(
      Share share,
      Job job,
      BigInteger hash,
      boolean early,
      Set<BigInteger> known,
      @Nullable ShareDifference because) {
    BigInteger ofTip = job.tip().target().toBigInteger();
    boolean block = hash.compareTo(reference ? ofNBits(job.tip().nBits()) : ofTip) <= 0;
    if (reference && block && hash.compareTo(ofTip) > 0) {
      because = TARGET_OF_THE_TIP;
    }
    if (early && !block) {
      return rejected("invalid-share", TIME_AHEAD);
    } else if (!block && hash.compareTo(job.target()) > 0) {
      return rejected("difficulty-too-low", because);
    } else if (!known.add(hash)) {
      return rejected("duplicate-share", because == null && returned ? BACK_ON_A_TIP : because);
    } else if (!block) {
      return new Verdict("valid " + U256.of(hash), because);
    }
    boolean bare = !job.of().commitsToWitnesses();
    return new Verdict(
        block(U256.of(hash), job.of().templateId(), coinbase(job.of(), share, reference || !bare)),
        reference && bare && because == null ? NO_WITNESS_COMMITMENT : because);
  }

  private static Verdict rejected(String code, @Nullable ShareDifference because) {
    return new Verdict("rejected " + code, because);
  }

  static String block(U256 hash, OptionalLong templateId, String coinbase) {
    String template = templateId.isPresent() ? Long.toString(templateId.getAsLong()) : "null";
    return "block " + hash + " of " + template + " by " + coinbase;
  }

  private static @Nullable Job job(List<Job> jobs, long id) {
    return jobs.stream().filter(job -> job.id() == id).findAny().orElse(null);
  }

  private static String coinbase(Contents of, Share share, boolean witness) {
    String extranonce = of.extranoncePrefix().toHex() + share.extranonce().toHex();
    String all = of.coinbasePrefix() + extranonce + of.coinbaseSuffix();
    int locktime = all.length() - 8;
    return witness
        ? all.substring(0, 8)
            + ("0001" + all.substring(8, locktime) + "0120" + "00".repeat(32))
            + all.substring(locktime)
        : all;
  }

  /** Of the header that {@code share} stands for. */
  static BigInteger hash(Contents of, Tip tip, Share share) {
    byte[] root = hash(HEX.parseHex(coinbase(of, share, false)));
    for (U256 beside : of.merklePath()) {
      root = hash(ByteBuffer.allocate(64).put(root).put(beside.toWire()).array());
    }
    ByteBuffer header = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt((int) share.version()).put(tip.prevHash().toWire()).put(root);
    header.putInt((int) share.ntime()).putInt((int) tip.nBits()).putInt((int) share.nonce());
    return U256.ofWire(hash(header.array())).toBigInteger();
  }

  private static byte[] hash(byte[] bytes) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return sha256.digest(sha256.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of nBits with an exponent of at least 3. */
  static BigInteger ofNBits(long nBits) {
    return BigInteger.valueOf(nBits & 0x7f_ffff).shiftLeft(8 * ((int) (nBits >>> 24) - 3));
  }
}
