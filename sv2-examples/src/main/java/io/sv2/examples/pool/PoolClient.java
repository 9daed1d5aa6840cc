package io.sv2.examples.pool;

import io.sv2.codec.SetupFlags;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.type.B032;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.mining.Job;
import io.sv2.reactive.mining.ServerChannel;
import io.sv2.reactive.mining.Tip;
import io.sv2.reactive.mining.WorkTemplate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a pool: its channels, and what they have been sent. Used on the connection's
 * thread only.
 *
 * <p>All channels form one group and get one job for all of them, unless the client requires
 * standard jobs: then each gets its own. Either way {@link #update} brings them from what they have
 * to what there is, so it does not matter what was missed or said twice.
 */
final class PoolClient {
  private final boolean standardJobsOnly;
  private final Map<Long, ServerChannel> channels = new LinkedHashMap<>();
  private final Map<Long, Integer> extranonceIndexes = new HashMap<>();
  private final Map<Long, Long> groupFutureJobs = new HashMap<>(); // job ids by template id
  private final long groupId;
  private long nextChannelId = 1;
  private long nextJobId = 1;
  private long servedSequence;
  private @Nullable Tip servedTip;
  private long servedTemplate; // by the sequence at which it became the current one

  PoolClient(Sv2Client client) {
    this.standardJobsOnly = (client.setup().flags() & SetupFlags.REQUIRES_STANDARD_JOBS) != 0;
    this.groupId = nextChannelId++;
  }

  boolean standardJobsOnly() {
    return standardJobsOnly;
  }

  long groupId() {
    return groupId;
  }

  long newChannelId() {
    return nextChannelId++;
  }

  int channelCount() {
    return channels.size();
  }

  @Nullable ServerChannel channel(long id) {
    return channels.get(id);
  }

  Collection<Integer> extranonceIndexes() {
    return extranonceIndexes.values();
  }

  /** Forgets a channel, or all of them for the group's id; returns the extranonce indexes freed. */
  List<Integer> close(long id) {
    List<Long> closing = id == groupId ? List.copyOf(channels.keySet()) : List.of(id);
    List<Integer> freed = new ArrayList<>();
    for (long channelId : closing) {
      channels.remove(channelId);
      Integer index = extranonceIndexes.remove(channelId);
      if (index != null) {
        freed.add(index);
      }
    }
    return freed;
  }

  /**
   * Adds a channel and serves it, by its own id, what the others have since {@link #update}: a
   * future job and the tip that activates it (section 5.3.15).
   */
  List<Sv2Message> open(ServerChannel channel, int extranonceIndex, PoolWork work, long now) {
    List<Sv2Message> messages = new ArrayList<>();
    channels.put(channel.id(), channel);
    extranonceIndexes.put(channel.id(), extranonceIndex);
    // The group's future jobs are not known to the newcomer: they are sent again when needed.
    groupFutureJobs.clear();
    Tip tip = work.tip();
    WorkTemplate current = work.current();
    if (tip != null && current != null) {
      long jobId = nextJobId++;
      Job future = channel.addFuture(jobId, current);
      messages.add(
          channel.isExtended()
              ? extendedJob(channel.id(), jobId, OptionalLong.empty(), current)
              : standardJob(channel, future, OptionalLong.empty()));
      long minNtime = work.minNtime(now);
      channel.activate(current.templateId(), tip, minNtime, now);
      messages.add(prevHash(channel.id(), jobId, tip, minNtime));
    }
    servedTip = tip;
    servedTemplate = work.currentSequence();
    servedSequence = work.sequence();
    return messages;
  }

  /** What the channels need to get from what they have to {@code work}. */
  List<Sv2Message> update(PoolWork work, long now) {
    if (work.sequence() <= servedSequence) {
      return List.of();
    }
    servedSequence = work.sequence();
    List<Sv2Message> messages = new ArrayList<>();
    Tip tip = work.tip();
    WorkTemplate current = work.current();
    if (tip != null && current != null) {
      if (!tip.equals(servedTip)) {
        activate(current, tip, now, messages);
      } else if (work.currentSequence() != servedTemplate) {
        work(current, tip, work.minNtime(now), now, messages);
      }
    }
    servedTip = tip;
    servedTemplate = work.currentSequence();
    groupFutureJobs.keySet().retainAll(work.future().keySet());
    work.future().values().forEach(template -> announce(template, messages));
    return messages;
  }

  private void announce(WorkTemplate template, List<Sv2Message> messages) {
    if (channels.isEmpty() || groupFutureJobs.containsKey(template.templateId())) {
      return;
    }
    if (standardJobsOnly) {
      for (ServerChannel channel : channels.values()) {
        Job job = channel.addFuture(nextJobId++, template);
        messages.add(standardJob(channel, job, OptionalLong.empty()));
      }
      groupFutureJobs.put(template.templateId(), 0L); // each channel has its own
    } else {
      long jobId = nextJobId++;
      channels.values().forEach(channel -> channel.addFuture(jobId, template));
      messages.add(extendedJob(groupId, jobId, OptionalLong.empty(), template));
      groupFutureJobs.put(template.templateId(), jobId);
    }
  }

  private void activate(WorkTemplate template, Tip tip, long now, List<Sv2Message> messages) {
    announce(template, messages);
    Long groupJob = groupFutureJobs.get(template.templateId());
    if (groupJob == null) {
      return; // no channels
    }
    for (ServerChannel channel : channels.values()) {
      Job job = channel.activate(template.templateId(), tip, tip.minNtime(), now);
      if (job == null) { // the channel keeps fewer future jobs than there are: this one went
        channel.addFuture(standardJobsOnly ? nextJobId++ : groupJob, template);
        job = channel.activate(template.templateId(), tip, tip.minNtime(), now);
        if (standardJobsOnly && job != null) {
          messages.add(standardJob(channel, job, OptionalLong.empty()));
        }
      }
      if (standardJobsOnly && job != null) {
        messages.add(prevHash(channel.id(), job.id(), tip, tip.minNtime()));
      }
    }
    if (!standardJobsOnly) {
      messages.add(prevHash(groupId, groupJob, tip, tip.minNtime()));
    }
    groupFutureJobs.clear();
  }

  private void work(
      WorkTemplate template, Tip tip, long minNtime, long now, List<Sv2Message> messages) {
    if (standardJobsOnly) {
      for (ServerChannel channel : channels.values()) {
        Job job = channel.addActive(nextJobId++, template, tip, minNtime, now);
        messages.add(standardJob(channel, job, OptionalLong.of(minNtime)));
      }
    } else if (!channels.isEmpty()) {
      long jobId = nextJobId++;
      channels.values().forEach(channel -> channel.addActive(jobId, template, tip, minNtime, now));
      messages.add(extendedJob(groupId, jobId, OptionalLong.of(minNtime), template));
    }
  }

  private static NewMiningJob standardJob(ServerChannel channel, Job job, OptionalLong minNtime) {
    return new NewMiningJob(
        channel.id(),
        job.id(),
        minNtime,
        job.template().version(),
        job.template().merkleRoot(job.extranoncePrefix(), B032.EMPTY));
  }

  private static NewExtendedMiningJob extendedJob(
      long channelId, long jobId, OptionalLong minNtime, WorkTemplate template) {
    return new NewExtendedMiningJob(
        channelId,
        jobId,
        minNtime,
        template.version(),
        true,
        template.merklePath(),
        template.coinbasePrefix(),
        template.coinbaseSuffix());
  }

  private static SetNewPrevHash prevHash(long channelId, long jobId, Tip tip, long minNtime) {
    return new SetNewPrevHash(channelId, jobId, tip.prevHash(), minNtime, tip.nBits());
  }
}
