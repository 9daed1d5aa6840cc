package io.sv2.reactive.mining;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.mining.SetExtranoncePrefix;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What one connection of a server has promised, by the messages it has sent alone, and which shares
 * have to count therefore. As plain as can be: nothing is shared with the code under test.
 */
final class MiningModel {
  private static final long MAX_FUTURE_BLOCK_TIME = 7_200;

  /** A job as one channel knows it. */
  private static final class JobSeen {
    final long version;
    final Function<B032, U256> merkleRoot; // by what is rolled; of the prefix when it was sent
    final Map<B032, U256> roots = new HashMap<>();
    U256 prevHash;
    long nBits;
    U256 target;
    long minNtime;
    long since;
    boolean custom;

    JobSeen(long version, Function<B032, U256> merkleRoot) {
      this.version = version;
      this.merkleRoot = merkleRoot;
    }

    U256 hash(Share share) {
      U256 root = roots.computeIfAbsent(share.extranonce(), merkleRoot);
      return Reference.doubleHash(
          Reference.le32(share.version()),
          prevHash.toWire(),
          root.toWire(),
          Reference.le32(share.ntime()),
          Reference.le32(nBits),
          Reference.le32(share.nonce()));
    }
  }

  /** A channel, from the server's Success on. */
  static final class Channel {
    final long id;
    final int rolled; // bytes
    private long group;
    private B032 prefix;
    private U256 target;
    private U256 prevHash;
    private long nBits;
    private long tipSince;
    private final Map<Long, JobSeen> future = new HashMap<>();
    private Map<Long, JobSeen> live = new LinkedHashMap<>();
    private Map<Long, JobSeen> late = Map.of();
    private final Map<U256, Integer> credited = new HashMap<>(); // by tip

    Channel(long id, int rolled, long group, B032 prefix, U256 target) {
      this.id = id;
      this.rolled = rolled;
      this.group = group;
      this.prefix = prefix;
      this.target = target;
    }

    boolean isExtended() {
      return rolled > 0;
    }

    /** All that it was ever told of and that might still count. */
    List<Long> jobs() {
      List<Long> jobs = new ArrayList<>(live.keySet());
      jobs.addAll(late.keySet());
      jobs.addAll(future.keySet());
      return jobs;
    }

    long minNtime(long jobId) {
      JobSeen job = live.getOrDefault(jobId, late.get(jobId));
      return job == null ? TestWork.NTIME : job.minNtime;
    }
  }

  /** Whether a share counts, and the hash of its header where that is known. */
  record Verdict(boolean counts, String why, U256 hash, U256 target, U256 prevHash) {
    static Verdict no(String why) {
      return new Verdict(false, why, null, null, null);
    }
  }

  private final ChannelConfig config;
  private final U256 blockTarget;
  private final Set<U256> credited; // of all connections
  final Map<Long, Channel> channels = new LinkedHashMap<>();

  MiningModel(ChannelConfig config, U256 blockTarget, Set<U256> credited) {
    this.config = config;
    this.blockTarget = blockTarget;
    this.credited = credited;
  }

  // ---- what the server says

  void hears(List<Sv2Message> messages, long now) {
    messages.forEach(message -> hears(message, now));
  }

  private void hears(Sv2Message message, long now) {
    if (message instanceof OpenStandardMiningChannelSuccess m) {
      add(new Channel(m.channelId(), 0, m.groupChannelId(), m.extranoncePrefix(), m.target()));
    } else if (message instanceof OpenExtendedMiningChannelSuccess m) {
      add(
          new Channel(
              m.channelId(),
              m.extranonceSize(),
              m.groupChannelId(),
              m.extranoncePrefix(),
              m.target()));
    } else if (message instanceof SetTarget m) {
      channels.get(m.channelId()).target = m.maximumTarget();
    } else if (message instanceof SetExtranoncePrefix m) {
      channels.get(m.channelId()).prefix = m.extranoncePrefix();
    } else if (message instanceof SetGroupChannel m) {
      m.channelIds().forEach(id -> channels.get(id).group = m.groupChannelId());
    } else if (message instanceof NewMiningJob m) {
      Channel channel = channels.get(m.channelId());
      job(
          channel,
          m.jobId(),
          new JobSeen(m.version(), rolled -> m.merkleRoot()),
          m.minNtime().orElse(-1),
          now);
    } else if (message instanceof NewExtendedMiningJob m) {
      for (Channel channel : addressedBy(m.channelId())) {
        byte[] before = m.coinbaseTxPrefix().toByteArray();
        byte[] after = m.coinbaseTxSuffix().toByteArray();
        job(
            channel,
            m.jobId(),
            job(m.version(), channel.prefix, before, after, m.merklePath()),
            m.minNtime().orElse(-1),
            now);
      }
    } else if (message instanceof SetNewPrevHash m) {
      addressedBy(m.channelId()).forEach(channel -> tip(channel, m, now));
    }
  }

  private void add(Channel channel) {
    if (channels.put(channel.id, channel) != null || channel.group == channel.id) {
      throw new AssertionError("an id that is taken: " + channel.id);
    }
  }

  private List<Channel> addressedBy(long id) {
    return channels.values().stream().filter(c -> c.id == id || c.group == id).toList();
  }

  private static JobSeen job(
      long version, B032 prefix, byte[] before, byte[] after, List<U256> merklePath) {
    return new JobSeen(
        version,
        rolled ->
            Reference.merkleRoot(
                Reference.doubleHash(before, prefix.toByteArray(), rolled.toByteArray(), after),
                merklePath));
  }

  private void job(Channel channel, long jobId, JobSeen job, long minNtime, long now) {
    if (minNtime < 0) {
      channel.future.put(jobId, job);
    } else {
      activate(channel, jobId, job, minNtime, now);
    }
  }

  private void activate(Channel channel, long jobId, JobSeen job, long minNtime, long since) {
    job.prevHash = channel.prevHash;
    job.nBits = channel.nBits;
    job.target = channel.target;
    job.minNtime = minNtime;
    job.since = since;
    if (channel.live.size() >= config.maxJobs()) { // the server's own go first
      List<Long> ids = List.copyOf(channel.live.keySet());
      channel.live.remove(
          ids.stream().filter(id -> !channel.live.get(id).custom).findFirst().orElse(ids.get(0)));
    }
    channel.live.put(jobId, job);
  }

  private void tip(Channel channel, SetNewPrevHash m, long now) {
    JobSeen job = channel.future.get(m.jobId());
    if (job == null) {
      throw new AssertionError("no future job of channel " + channel.id + " is meant by " + m);
    }
    channel.late = channel.live;
    channel.live = new LinkedHashMap<>();
    channel.future.clear();
    channel.prevHash = m.prevHash();
    channel.nBits = m.nbits();
    channel.tipSince = now;
    activate(channel, m.jobId(), job, m.minNtime(), now);
  }

  /** A custom job was accepted; {@code leastNtime} is what the server's own job would have now. */
  void custom(
      SetCustomMiningJob m, long jobId, byte[] before, byte[] after, long leastNtime, long now) {
    for (Channel channel : addressedBy(m.channelId())) {
      JobSeen job = job(m.version(), channel.prefix, before, after, m.merklePath());
      job.custom = true;
      long passed = Math.max(0, leastNtime - m.minNtime());
      activate(channel, jobId, job, m.minNtime(), now - 1_000 * passed);
    }
  }

  void closed(long id) {
    channels.values().removeIf(channel -> channel.id == id || channel.group == id);
  }

  // ---- shares

  Verdict judge(long channelId, boolean extended, Share share, long now) {
    Channel channel = channels.get(channelId);
    if (channel == null || extended != channel.isExtended()) {
      return Verdict.no("no such channel");
    }
    JobSeen job = channel.live.get(share.jobId());
    if (job == null) {
      job = channel.late.get(share.jobId());
      if (job == null || now - channel.tipSince >= config.lateShareGrace().toMillis()) {
        return Verdict.no("no such job");
      }
    }
    if (share.extranonce().length() != channel.rolled
        || ((share.version() ^ job.version) & ~0x1fff_ffe0L) != 0) {
      return Verdict.no("extranonce or version");
    }
    long latest = job.minNtime + (now - job.since + config.ntimeTolerance().toMillis()) / 1_000;
    U256 hash = job.hash(share);
    boolean block = hash.compareTo(blockTarget) <= 0;
    long earliest = block ? Math.min(job.minNtime, TestWork.NTIME) : job.minNtime; // of the tip
    if (share.ntime() < earliest || share.ntime() > latest + (block ? MAX_FUTURE_BLOCK_TIME : 0)) {
      return Verdict.no("time");
    } else if (!block && hash.compareTo(job.target) > 0) {
      return Verdict.no("above the target");
    } else if (credited.contains(hash)) {
      return Verdict.no("credited before");
    } else if (!block && channel.credited.getOrDefault(job.prevHash, 0) >= config.maxSeenShares()) {
      return Verdict.no("too many");
    }
    U256 target = hash.compareTo(job.target) <= 0 ? job.target : blockTarget;
    return new Verdict(true, "", hash, target, job.prevHash);
  }

  void credit(long channelId, Verdict verdict) {
    channels.get(channelId).credited.merge(verdict.prevHash(), 1, Integer::sum);
    if (!credited.add(verdict.hash())) {
      throw new AssertionError("credited twice: " + verdict.hash());
    }
  }
}
