package io.sv2.reactive.mining;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Channels that get one job for all of them (section 5.2.3), and which future ones they have. */
final class ChannelGroup {
  final long id;
  final Map<Long, OpenChannel> members = new LinkedHashMap<>();
  final Map<Long, Announced> futureJobs = new HashMap<>(); // by template id
  final Map<Long, OpenChannel> newcomers = new LinkedHashMap<>(); // who do not know those

  /**
   * A template, and the id of the job that it was announced by; 0 where each channel has its own.
   */
  record Announced(WorkTemplate template, long jobId) {}

  ChannelGroup(long id) {
    this.id = id;
  }

  void add(OpenChannel member) {
    members.put(member.channel.id(), member);
    newcomers.put(member.channel.id(), member);
  }

  void remove(long channelId) {
    members.remove(channelId);
    newcomers.remove(channelId);
  }

  boolean hasHeardOf(WorkTemplate template) {
    Announced before = futureJobs.get(template.templateId());
    // A template provider that was started anew may use an id again.
    return before != null && before.template().equals(template);
  }
}
