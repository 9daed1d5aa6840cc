package io.sv2.reactive.mining;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.SetupFlags;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.mining.SetCustomMiningJobSuccess;
import io.sv2.codec.mining.SetExtranoncePrefix;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one connection of a server: opens and closes them, serves them work, judges their
 * shares, keeps their difficulty.
 *
 * <p>What has to be sent is returned, in the order in which it has to be sent. Channels form one
 * group and get one job for all of them; a client that requires standard jobs gets one for each
 * channel. {@link #update} brings them from what they have to what there is, so it does not matter
 * what was missed or said twice. Job ids are unique on the connection.
 *
 * <p>Plain state, used by one thread, told the time by its caller: milliseconds of any clock.
 */
public final class ServerChannels {
  /** The code for a connection, or a server, that has as many channels as may be. */
  public static final String TOO_MANY_CHANNELS = "too-many-channels";

  private final long flags;
  private final ServerChannelsConfig config;
  private final ExtranonceSpace space;
  private final UserAccounts users;
  private final Map<Long, OpenChannel> channels = new LinkedHashMap<>();
  private final Map<Long, ChannelGroup> groups = new LinkedHashMap<>();
  private final ChannelGroup first;
  private final WorkDelivery delivery;
  private final SeenBudget seen;
  private long nextChannelId = 1;

  /**
   * No channels yet.
   *
   * @param flags of the client's SetupConnection (section 5.3.1)
   * @param config bounds and policies
   * @param space where extranonces come from, shared with other connections
   * @param users who gets the credit, shared likewise
   */
  public ServerChannels(
      long flags, ServerChannelsConfig config, ExtranonceSpace space, UserAccounts users) {
    this.flags = flags;
    this.config = config;
    this.space = space;
    this.users = users;
    this.seen = new SeenBudget(config.maxSeenShares());
    this.first = new ChannelGroup(nextChannelId++);
    groups.put(first.id, first);
    this.delivery = new WorkDelivery(has(SetupFlags.REQUIRES_STANDARD_JOBS), groups.values());
  }

  private boolean has(long flag) {
    return (flags & flag) != 0;
  }

  /** The channel with this id; null when there is none. */
  public @Nullable ServerChannel channel(long id) {
    OpenChannel open = channels.get(id);
    return open == null ? null : open.channel;
  }

  /** How many are open. */
  public int size() {
    return channels.size();
  }

  /** Shares that are remembered on the channels' tips. */
  int seenShares() {
    return seen.taken();
  }

  /** The group that channels are opened into. */
  public long groupId() {
    return first.id;
  }

  // ---- opening and closing

  /** Answers with success, a first job and its tip where there is work, or an error. */
  public List<Sv2Message> open(OpenStandardMiningChannel m, Work work, long now) {
    if (has(SetupFlags.REQUIRES_WORK_SELECTION)) {
      return ChannelErrors.notOpened(
          m.requestId(), ErrorCodes.STANDARD_CHANNELS_NOT_SUPPORTED_FOR_CUSTOM_WORK);
    }
    return open(
        m.requestId(), m.userIdentity(), m.nominalHashRate(), m.maxTarget(), false, work, now);
  }

  /** As {@link #open(OpenStandardMiningChannel, Work, long)}. */
  public List<Sv2Message> open(OpenExtendedMiningChannel m, Work work, long now) {
    if (has(SetupFlags.REQUIRES_STANDARD_JOBS)) {
      return ChannelErrors.notOpened(
          m.requestId(), ErrorCodes.EXTENDED_CHANNELS_NOT_SUPPORTED_FOR_STANDARD_JOBS);
    } else if (space.rollableLength() == 0 || m.minExtranonceSize() > space.rollableLength()) {
      return ChannelErrors.notOpened(m.requestId(), ErrorCodes.MIN_EXTRANONCE_SIZE_TOO_LARGE);
    }
    return open(
        m.requestId(), m.userIdentity(), m.nominalHashRate(), m.maxTarget(), true, work, now);
  }

  private List<Sv2Message> open(
      long requestId,
      Str0255 user,
      float hashRate,
      U256 maxTarget,
      boolean extended,
      Work work,
      long now) {
    if (!isHashRate(hashRate)) {
      return ChannelErrors.notOpened(requestId, ErrorCodes.INVALID_NOMINAL_HASHRATE);
    } else if (maxTarget.equals(U256.ZERO)) {
      return ChannelErrors.notOpened(requestId, ErrorCodes.MAX_TARGET_OUT_OF_RANGE);
    }
    Integer index = channels.size() < config.maxChannels() ? space.allocate().orElse(null) : null;
    if (index == null) {
      return ChannelErrors.notOpened(requestId, TOO_MANY_CHANNELS);
    }
    ServerChannel channel =
        new ServerChannel(
            nextChannelId++,
            user.text(),
            extended ? space.extendedPrefix(index) : space.standardPrefix(index),
            extended ? space.rollableLength() : 0,
            config.targets().target(hashRate, maxTarget),
            config.channel(),
            seen,
            now);
    // What the others still lack comes before the newcomer belongs to them.
    List<Sv2Message> messages = new ArrayList<>(delivery.update(work, now));
    messages.add(opened(requestId, channel));
    OpenChannel open =
        new OpenChannel(
            channel, index, maxTarget, hashRate, config, users.opened(user, hashRate, now), now);
    channels.put(channel.id(), open);
    first.add(open);
    messages.addAll(delivery.welcome(channel, work, now));
    return messages;
  }

  private static boolean isHashRate(double rate) {
    return rate >= 0 && !Double.isInfinite(rate);
  }

  private Sv2Message opened(long requestId, ServerChannel channel) {
    return channel.isExtended()
        ? new OpenExtendedMiningChannelSuccess(
            requestId,
            channel.id(),
            channel.target(),
            channel.extranonceSize(),
            channel.extranoncePrefix(),
            first.id)
        : new OpenStandardMiningChannelSuccess(
            requestId, channel.id(), channel.target(), channel.extranoncePrefix(), first.id);
  }

  /**
   * What the client says of its channel now (section 5.3.7).
   *
   * @return SetTarget when that changes the target; an error when it cannot be
   */
  public List<Sv2Message> update(UpdateChannel m, long now) {
    OpenChannel open = channels.get(m.channelId());
    if (open == null) {
      return ChannelErrors.notUpdated(m, ErrorCodes.INVALID_CHANNEL_ID);
    } else if (!isHashRate(m.nominalHashRate())) {
      return ChannelErrors.notUpdated(m, ErrorCodes.INVALID_NOMINAL_HASHRATE);
    } else if (m.maximumTarget().equals(U256.ZERO)) {
      return ChannelErrors.notUpdated(m, ErrorCodes.MAX_TARGET_OUT_OF_RANGE);
    }
    return open.update(m.nominalHashRate(), m.maximumTarget(), now)
        .<List<Sv2Message>>map(target -> List.of(new SetTarget(m.channelId(), target)))
        .orElse(List.of());
  }

  /** Forgets a channel, or all of a group (section 5.3.9); one that is not there is no error. */
  public void close(CloseChannel m) {
    ChannelGroup group = groups.get(m.channelId());
    if (group != null) {
      List.copyOf(group.members.keySet()).forEach(this::close);
    } else {
      close(m.channelId());
    }
  }

  private void close(long id) {
    OpenChannel open = channels.remove(id);
    if (open != null) {
      groups.values().forEach(group -> group.remove(id));
      groups.values().removeIf(group -> group != first && group.members.isEmpty());
      open.close(space);
    }
  }

  /** Forgets all of them: the connection has ended. */
  public void closeAll() {
    List.copyOf(channels.keySet()).forEach(this::close);
  }

  // ---- groups and prefixes

  /**
   * Makes a group of its own of these channels (section 5.3.22). They leave the one they were in.
   *
   * @param ids of open channels; each once
   * @throws IllegalArgumentException when there is no such channel, or not all extranonces have one
   *     size, or the client requires standard jobs and so knows no groups
   */
  public SetGroupChannel regroup(Collection<Long> ids) {
    if (has(SetupFlags.REQUIRES_STANDARD_JOBS)) {
      throw new IllegalArgumentException("who requires standard jobs is not told of groups");
    }
    List<OpenChannel> members = new ArrayList<>();
    for (long id : ids) {
      OpenChannel open = channels.get(id);
      if (open == null) {
        throw new IllegalArgumentException("no channel " + id);
      } else if (open.channel.fullExtranonceSize() != space.length()) {
        throw new IllegalArgumentException("the extranonce of channel " + id + " has another size");
      }
      members.add(open);
    }
    ids.forEach(id -> groups.values().forEach(group -> group.remove(id)));
    groups.values().removeIf(group -> group != first && group.members.isEmpty());
    ChannelGroup made = new ChannelGroup(nextChannelId++);
    members.forEach(made::add);
    groups.put(made.id, made);
    return new SetGroupChannel(made.id, List.copyOf(ids));
  }

  /**
   * Gives a channel another prefix for the jobs that come (section 5.3.10); the one before is not
   * given to anybody while a share of a job that was made with it can still count.
   *
   * @return empty when there is no free one, and nothing has changed
   * @throws IllegalArgumentException when there is no such channel
   */
  public Optional<SetExtranoncePrefix> changePrefix(long id) {
    OpenChannel open = channels.get(id);
    if (open == null) {
      throw new IllegalArgumentException("no channel " + id);
    }
    return space.allocate().map(index -> changed(open, index));
  }

  /**
   * The prefix from above has changed ({@link ExtranonceSpace#changeUpstream}).
   *
   * @return what each channel has to be told before it gets another job
   */
  public List<Sv2Message> upstreamChanged() {
    List<Sv2Message> messages = new ArrayList<>();
    channels.values().forEach(open -> messages.add(changed(open, open.index())));
    return messages;
  }

  private SetExtranoncePrefix changed(OpenChannel open, int index) {
    B032 prefix =
        open.channel.isExtended() ? space.extendedPrefix(index) : space.standardPrefix(index);
    open.changePrefix(index, prefix);
    return new SetExtranoncePrefix(open.channel.id(), prefix);
  }

  // ---- work

  /** What the channels need to get from what they have to {@code work}, and what is due beside. */
  public List<Sv2Message> update(Work work, long now) {
    List<Sv2Message> messages = new ArrayList<>(due(now)); // targets come before jobs
    messages.addAll(delivery.update(work, now));
    channels.values().forEach(open -> open.releaseRetired(space));
    return messages;
  }

  /** Acknowledgements and targets that are due; for a timer, where work does not change often. */
  public List<Sv2Message> due(long now) {
    List<Sv2Message> messages = new ArrayList<>();
    for (OpenChannel open : channels.values()) {
      ServerChannel channel = open.channel;
      if (channel.batch().isDue(now)) {
        messages.add(channel.batch().acknowledge(channel.id()));
      }
      open.retarget(now).ifPresent(target -> messages.add(new SetTarget(channel.id(), target)));
    }
    return messages;
  }

  /**
   * Work that the client has chosen (section 5.3.18).
   *
   * @param rules what it is held to
   * @param token what is known of its token
   * @param work of the server, for the tip
   * @return Success, which promises to reward it, after what the channels still lacked of the
   *     server's work; or an error
   */
  public List<Sv2Message> custom(
      SetCustomMiningJob m, CustomJobRules rules, CustomJobToken token, Work work, long now) {
    List<ServerChannel> extended = extended(m.channelId());
    Tip tip = work.tip();
    if (!has(SetupFlags.REQUIRES_WORK_SELECTION)) {
      return ChannelErrors.notSet(m, ErrorCodes.JD_NOT_SUPPORTED);
    } else if (extended.isEmpty()) {
      return ChannelErrors.notSet(m, ErrorCodes.INVALID_CHANNEL_ID);
    }
    Optional<String> error = rules.check(m, token, work, space.length(), now);
    if (error.isPresent() || tip == null) {
      return ChannelErrors.notSet(m, error.orElse(ErrorCodes.STALE_CHAIN_TIP));
    }
    // A tip that was not told yet comes before the job, which it would make late.
    List<Sv2Message> messages = new ArrayList<>(delivery.update(work, now));
    WorkTemplate template = WorkTemplate.of(m, space.length());
    long jobId = delivery.newJobId();
    long since = now - 1_000 * Math.max(0, work.minNtime(now) - m.minNtime());
    extended.forEach(channel -> channel.addCustom(jobId, template, tip, m.minNtime(), since, now));
    messages.add(new SetCustomMiningJobSuccess(m.channelId(), m.requestId(), jobId));
    return messages;
  }

  /** Those of a channel's or a group's id that custom jobs are for. */
  private List<ServerChannel> extended(long id) {
    ChannelGroup group = groups.get(id);
    OpenChannel alone = channels.get(id);
    Collection<OpenChannel> members =
        group != null ? group.members.values() : alone == null ? List.of() : List.of(alone);
    return members.stream().map(open -> open.channel).filter(ServerChannel::isExtended).toList();
  }

  // ---- shares

  /** Judges a share of a standard channel. */
  public Submission submit(SubmitSharesStandard m, long now) {
    OpenChannel open = channels.get(m.channelId());
    return submit(
        m.channelId(), open != null && open.channel.isExtended() ? null : open, Share.of(m), now);
  }

  /** Judges a share of an extended channel. */
  public Submission submit(SubmitSharesExtended m, long now) {
    OpenChannel open = channels.get(m.channelId());
    return submit(
        m.channelId(), open != null && open.channel.isExtended() ? open : null, Share.of(m), now);
  }

  private Submission submit(long channelId, @Nullable OpenChannel open, Share share, long now) {
    if (open == null) {
      return ChannelErrors.notAccepted(
          channelId, null, share, Rejection.INVALID_CHANNEL_ID.result());
    }
    ServerChannel channel = open.channel;
    ShareResult result = open.submit(share, now);
    if (result instanceof ShareResult.Rejected rejected) {
      return ChannelErrors.notAccepted(channelId, channel, share, rejected);
    }
    boolean due = result instanceof ShareResult.Block || channel.batch().isDue(now);
    Optional<U256> target = open.retarget(now);
    if (!due && target.isEmpty()) {
      return new Submission(result, channel, List.of());
    }
    List<Sv2Message> messages = new ArrayList<>(2);
    if (due) {
      messages.add(channel.batch().acknowledge(channelId));
    }
    target.ifPresent(changed -> messages.add(new SetTarget(channelId, changed)));
    return new Submission(result, channel, messages);
  }
}
