package io.sv2.examples.miner;

import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.U256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A channel as its client keeps it: future jobs, the tip, and the work that follows from them. Used
 * on the connection's thread.
 */
final class MinerChannel {
  private static final int MAX_FUTURE_JOBS = 50;

  /** A job without what a tip adds to it. */
  private record Job(
      long id,
      long version,
      long rollingMask,
      MerkleRootSource merkleRoot,
      OptionalLong minNtime) {}

  private final long id;
  private final long groupId;
  private final int extranonceSize;
  private final Map<Long, Job> future = new LinkedHashMap<>();
  private B032 extranoncePrefix;
  private U256 target;
  private @Nullable SetNewPrevHash tip;
  private @Nullable MiningWork work;

  MinerChannel(long id, long groupId, B032 extranoncePrefix, int extranonceSize, U256 target) {
    this.id = id;
    this.groupId = groupId;
    this.extranoncePrefix = extranoncePrefix;
    this.extranonceSize = extranonceSize;
    this.target = target;
  }

  long id() {
    return id;
  }

  U256 target() {
    return target;
  }

  boolean isAddressedBy(long channelId) {
    return channelId == id || channelId == groupId;
  }

  Optional<MiningWork> setExtranoncePrefix(B032 prefix) {
    extranoncePrefix = prefix;
    return Optional.empty();
  }

  /**
   * For jobs that come and for future ones. The job at hand goes on under the harder of both
   * targets: a pool may hold it to either (section 5.3.21).
   */
  Optional<MiningWork> setTarget(U256 changed) {
    boolean harder = changed.compareTo(target) < 0;
    target = changed;
    if (work == null || !harder) {
      return Optional.empty();
    }
    work = work.withTarget(changed.toWire());
    return Optional.of(work);
  }

  Optional<MiningWork> job(NewMiningJob m, boolean fixedVersion) {
    return job(
        new Job(
            m.jobId(),
            m.version(),
            fixedVersion ? 0 : MiningWork.BIP323_MASK,
            MerkleRootSource.fixed(m.merkleRoot().toWire()),
            m.minNtime()));
  }

  Optional<MiningWork> job(NewExtendedMiningJob m) {
    return job(
        new Job(
            m.jobId(),
            m.version(),
            m.versionRollingAllowed() ? MiningWork.BIP323_MASK : 0,
            MerkleRootSource.coinbase(
                m.coinbaseTxPrefix().toByteArray(),
                extranoncePrefix.toByteArray(),
                extranonceSize,
                m.coinbaseTxSuffix().toByteArray(),
                m.merklePath().stream().map(U256::toWire).toList()),
            m.minNtime()));
  }

  private Optional<MiningWork> job(Job job) {
    SetNewPrevHash current = tip;
    if (job.minNtime().isPresent() && current != null) {
      return Optional.of(work(job, current, job.minNtime().getAsLong()));
    }
    if (future.size() >= MAX_FUTURE_JOBS) {
      future.remove(future.keySet().iterator().next());
    }
    future.put(job.id(), job);
    return Optional.empty();
  }

  /** Only the job it names goes on; without that job nothing changes but the tip. */
  Optional<MiningWork> newPrevHash(SetNewPrevHash m) {
    Job job = future.get(m.jobId());
    tip = m;
    future.clear();
    return job == null ? Optional.empty() : Optional.of(work(job, m, m.minNtime()));
  }

  private MiningWork work(Job job, SetNewPrevHash current, long minNtime) {
    MiningWork made =
        new MiningWork(
                job.id(),
                job.version(),
                current.prevHash().toWire(),
                job.merkleRoot(),
                minNtime,
                current.nbits(),
                target.toWire())
            .withVersionRollingMask(job.rollingMask());
    work = made;
    return made;
  }
}
