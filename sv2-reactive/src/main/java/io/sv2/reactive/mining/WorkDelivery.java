package io.sv2.reactive.mining;

import io.sv2.codec.Sv2Message;
import io.sv2.reactive.mining.ChannelGroup.Announced;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings the channels of a connection from the work they have to the work there is: one job for
 * each group, or, where standard jobs are required, one for each channel.
 */
final class WorkDelivery {
  private final boolean standardJobsOnly;
  private final Collection<ChannelGroup> groups; // a view
  private long nextJobId = 1;
  private long servedSequence;
  private @Nullable Tip servedTip;
  private long servedTemplate; // by the sequence at which it became the current one

  WorkDelivery(boolean standardJobsOnly, Collection<ChannelGroup> groups) {
    this.standardJobsOnly = standardJobsOnly;
    this.groups = groups;
  }

  /** Never given out before on the connection, to a channel or to a group. */
  long newJobId() {
    long id = nextJobId;
    nextJobId = (nextJobId + 1) & 0xffff_ffffL;
    return id;
  }

  /**
   * Serves a new channel, by its own id, what the others have since {@link #update}: a future job
   * and the tip that activates it (section 5.3.15).
   */
  List<Sv2Message> welcome(ServerChannel channel, Work work, long now) {
    Tip tip = work.tip();
    WorkTemplate current = work.current();
    servedTip = tip;
    servedTemplate = work.currentSequence();
    servedSequence = work.sequence();
    if (tip == null || current == null) {
      return List.of();
    }
    Job future = channel.addFuture(newJobId(), current);
    long minNtime = work.minNtime(now);
    List<Sv2Message> messages = new ArrayList<>(2);
    messages.add(JobMessages.job(channel, future, OptionalLong.empty()));
    channel.activate(current.templateId(), tip, minNtime, now);
    messages.add(JobMessages.tip(channel.id(), future.id(), tip, minNtime));
    return messages;
  }

  List<Sv2Message> update(Work work, long now) {
    if (work.sequence() <= servedSequence) {
      return List.of();
    }
    servedSequence = work.sequence();
    List<Sv2Message> messages = new ArrayList<>();
    Tip tip = work.tip();
    WorkTemplate current = work.current();
    if (tip != null && current != null) {
      boolean newTip = servedTip == null || !servedTip.isSameBlock(tip);
      boolean newTemplate = work.currentSequence() != servedTemplate;
      for (ChannelGroup group : groups) {
        if (newTip) {
          activate(group, current, tip, now, messages);
        } else if (newTemplate) {
          replace(group, current, tip, work.minNtime(now), now, messages);
        }
      }
    }
    servedTip = tip;
    servedTemplate = work.currentSequence();
    for (ChannelGroup group : groups) {
      group.futureJobs.keySet().retainAll(work.future().keySet());
      work.future().values().forEach(template -> announce(group, template, messages));
    }
    return messages;
  }

  private void announce(ChannelGroup group, WorkTemplate template, List<Sv2Message> messages) {
    Announced before = group.futureJobs.get(template.templateId());
    // A template provider that was started anew may use an id again.
    if (group.members.isEmpty() || (before != null && before.template().equals(template))) {
      return;
    }
    if (standardJobsOnly) {
      for (OpenChannel member : group.members.values()) {
        Job job = member.channel.addFuture(newJobId(), template);
        messages.add(JobMessages.job(member.channel, job, OptionalLong.empty()));
      }
      group.futureJobs.put(template.templateId(), new Announced(template, 0));
    } else {
      long jobId = newJobId();
      group.members.values().forEach(member -> member.channel.addFuture(jobId, template));
      messages.add(JobMessages.extended(group.id, jobId, OptionalLong.empty(), template));
      group.futureJobs.put(template.templateId(), new Announced(template, jobId));
    }
  }

  private void activate(
      ChannelGroup group, WorkTemplate template, Tip tip, long now, List<Sv2Message> messages) {
    if (group.members.isEmpty()) {
      return;
    }
    announce(group, template, messages);
    long templateId = template.templateId();
    // Channels keep fewer future jobs than there are, and may have another prefix than then.
    if (!group.members.values().stream().allMatch(one -> one.channel.hasFuture(template))) {
      group.futureJobs.remove(templateId);
      announce(group, template, messages);
    }
    for (OpenChannel member : group.members.values()) {
      ServerChannel channel = member.channel;
      Job job = channel.activate(templateId, tip, tip.minNtime(), now);
      if (standardJobsOnly && job != null) {
        messages.add(JobMessages.tip(channel.id(), job.id(), tip, tip.minNtime()));
      }
    }
    Announced announced = group.futureJobs.get(templateId);
    if (!standardJobsOnly && announced != null) {
      messages.add(JobMessages.tip(group.id, announced.jobId(), tip, tip.minNtime()));
    }
    group.futureJobs.clear();
  }

  private void replace(
      ChannelGroup group,
      WorkTemplate template,
      Tip tip,
      long minNtime,
      long now,
      List<Sv2Message> messages) {
    if (standardJobsOnly) {
      for (OpenChannel member : group.members.values()) {
        Job job = member.channel.addActive(newJobId(), template, tip, minNtime, now);
        messages.add(JobMessages.job(member.channel, job, OptionalLong.of(minNtime)));
      }
    } else if (!group.members.isEmpty()) {
      long jobId = newJobId();
      group
          .members
          .values()
          .forEach(member -> member.channel.addActive(jobId, template, tip, minNtime, now));
      messages.add(JobMessages.extended(group.id, jobId, OptionalLong.of(minNtime), template));
    }
  }
}
