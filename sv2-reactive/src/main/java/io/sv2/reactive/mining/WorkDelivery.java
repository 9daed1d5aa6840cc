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
      if (!standardJobsOnly && !group.newcomers.isEmpty()) {
        group.futureJobs.clear(); // one message tells a job to all of them
      }
      group.futureJobs.keySet().retainAll(work.future().keySet());
      work.future().values().forEach(template -> announce(group, template, messages));
      group.newcomers.clear();
    }
    return messages;
  }

  private void announce(ChannelGroup group, WorkTemplate template, List<Sv2Message> messages) {
    boolean known = group.hasHeardOf(template);
    if (standardJobsOnly) {
      (known ? group.newcomers : group.members)
          .values()
          .forEach(member -> announce(member.channel, template, messages));
      group.futureJobs.put(template.templateId(), new Announced(template, 0));
    } else if (!known && !group.members.isEmpty()) {
      long jobId = newJobId();
      group.members.values().forEach(member -> member.channel.addFuture(jobId, template));
      messages.add(JobMessages.extended(group.id, jobId, OptionalLong.empty(), template));
      group.futureJobs.put(template.templateId(), new Announced(template, jobId));
    }
  }

  private void announce(ServerChannel channel, WorkTemplate template, List<Sv2Message> messages) {
    Job job = channel.addFuture(newJobId(), template);
    messages.add(JobMessages.job(channel, job, OptionalLong.empty()));
  }

  private void activate(
      ChannelGroup group, WorkTemplate template, Tip tip, long now, List<Sv2Message> messages) {
    if (group.members.isEmpty()) {
      return;
    }
    if (standardJobsOnly) {
      for (OpenChannel member : group.members.values()) {
        activate(member.channel, template, tip, now, messages);
      }
    } else {
      long jobId = announced(group, template, messages);
      group
          .members
          .values()
          .forEach(one -> one.channel.activate(template.templateId(), tip, tip.minNtime(), now));
      messages.add(JobMessages.tip(group.id, jobId, tip, tip.minNtime()));
    }
    group.futureJobs.clear();
  }

  private void activate(
      ServerChannel channel, WorkTemplate template, Tip tip, long now, List<Sv2Message> messages) {
    if (!channel.hasFuture(template)) { // it is new, or keeps fewer than there are
      announce(channel, template, messages);
    }
    Job job = channel.activate(template.templateId(), tip, tip.minNtime(), now);
    if (job != null) {
      messages.add(JobMessages.tip(channel.id(), job.id(), tip, tip.minNtime()));
    }
  }

  /** The job of {@code template}, announced anew unless all members have it. */
  private long announced(ChannelGroup group, WorkTemplate template, List<Sv2Message> messages) {
    // Channels keep fewer future jobs than there are.
    if (!group.hasHeardOf(template)
        || !group.members.values().stream().allMatch(one -> one.channel.hasFuture(template))) {
      group.futureJobs.remove(template.templateId());
      announce(group, template, messages);
    }
    Announced announced = group.futureJobs.get(template.templateId());
    if (announced == null) {
      throw new IllegalStateException("not announced: template " + template.templateId());
    }
    return announced.jobId();
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
