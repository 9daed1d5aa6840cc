package io.sv2.examples.pool;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.Protocol;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.mining.UpdateChannelError;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.RequestToSv2Client;
import io.sv2.reactive.ResponseFromSv2Server;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.handler.Sv2MiningServerHandler;
import io.sv2.reactive.mining.Coinbase;
import io.sv2.reactive.mining.ExtranonceSpace;
import io.sv2.reactive.mining.ServerChannel;
import io.sv2.reactive.mining.Share;
import io.sv2.reactive.mining.ShareResult;
import io.sv2.reactive.mining.Target;
import io.sv2.reactive.mining.Tip;
import io.sv2.reactive.mining.TxOutput;
import io.sv2.reactive.mining.WorkTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The mining side of a pool: opens channels, hands out work, checks shares, sends blocks to the
 * sibling template client.
 *
 * <p>What there is to work on is one immutable value; each connection catches up with it on its own
 * thread.
 */
public final class PoolMiningHandler implements Sv2MiningServerHandler {
  private static final Logger LOG = LoggerFactory.getLogger(PoolMiningHandler.class);

  private final PoolConfig config;
  private final PoolListener listener;
  private final Clock clock;
  private final ExtranonceSpace extranonces;
  private final Map<Long, PoolClient> clients = new ConcurrentHashMap<>(); // as many as connections
  private final RecentSolutions solutions;
  private volatile PoolWork work = PoolWork.NONE; // written by one sibling message at a time

  /** A pool under {@code config}, which tells {@code listener} and takes the time from clock. */
  public PoolMiningHandler(PoolConfig config, PoolListener listener, Clock clock) {
    this.config = config;
    this.listener = listener;
    this.clock = clock;
    this.solutions = new RecentSolutions(config.maxRecentSolutions(), config.solutionsOfferedFor());
    this.extranonces =
        new ExtranonceSpace(config.serverId(), config.extranonceSize(), config.maxChannels());
  }

  @Override
  public Mono<ResponseFromSv2Server> clientAdded(Sv2Client client) {
    clients.put(client.id(), new PoolClient(client));
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  @Override
  public void clientRemoved(Sv2Client client, CloseReason reason) {
    PoolClient removed = clients.remove(client.id());
    if (removed != null) {
      removed.extranonceIndexes().forEach(extranonces::release);
    }
  }

  /** Blocks found a short while ago, for a template provider that may have missed them. */
  List<SubmitSolution> recentSolutions() {
    return solutions.at(clock.millis());
  }

  private PoolClient state(Sv2Client client) {
    PoolClient state = clients.get(client.id());
    if (state == null) {
      throw new IllegalStateException(client + " was not added");
    }
    return state;
  }

  // ---- work

  @Override
  public Mono<ResponseFromSv2Server> handleSiblingMessage(Sv2Message message) {
    PoolWork before = work;
    if (message instanceof NewTemplate template) {
      WorkTemplate made = workTemplate(template);
      work =
          template.futureTemplate()
              ? before.withFuture(made, config.maxFutureTemplates())
              : before.withCurrent(made);
    } else if (message instanceof SetNewPrevHash prevHash) {
      WorkTemplate activated = before.future().get(prevHash.templateId());
      if (activated == null) {
        LOG.warn("SetNewPrevHash names template {}, which is not known", prevHash.templateId());
        return Mono.just(ResponseFromSv2Server.nothing());
      }
      work = before.withTip(Tip.of(prevHash), activated, clock.millis());
      LOG.info("work on {}", prevHash.prevHash());
    } else {
      return Mono.just(ResponseFromSv2Server.nothing());
    }
    PoolWork after = work;
    return Mono.just(
        new ResponseFromSv2Server.ForEachClient(
            client -> send(client, state(client).update(after, clock.millis()))));
  }

  private WorkTemplate workTemplate(NewTemplate template) {
    TxOutput payout = new TxOutput(template.coinbaseTxValueRemaining(), config.payoutScript());
    return new WorkTemplate(
        template,
        Coinbase.of(
            template,
            List.of(payout),
            config.tag().getBytes(StandardCharsets.US_ASCII),
            extranonces.length()));
  }

  private static ResponseFromSv2Server send(Sv2Client client, List<Sv2Message> messages) {
    return messages.isEmpty()
        ? ResponseFromSv2Server.nothing()
        : new ResponseFromSv2Server.Send(client.id(), messages);
  }

  // ---- channels

  @Override
  public Mono<ResponseFromSv2Server> handleOpenStandardMiningChannel(
      Sv2Client client, OpenStandardMiningChannel m) {
    return open(client, m.requestId(), m.userIdentity(), m.nominalHashRate(), m.maxTarget(), false);
  }

  @Override
  public Mono<ResponseFromSv2Server> handleOpenExtendedMiningChannel(
      Sv2Client client, OpenExtendedMiningChannel m) {
    if (state(client).standardJobsOnly()) {
      return refuse(
          client, m.requestId(), ErrorCodes.EXTENDED_CHANNELS_NOT_SUPPORTED_FOR_STANDARD_JOBS);
    } else if (m.minExtranonceSize() > extranonces.rollableLength()) {
      return refuse(client, m.requestId(), ErrorCodes.MIN_EXTRANONCE_SIZE_TOO_LARGE);
    }
    return open(client, m.requestId(), m.userIdentity(), m.nominalHashRate(), m.maxTarget(), true);
  }

  private Mono<ResponseFromSv2Server> open(
      Sv2Client client,
      long requestId,
      Str0255 user,
      float hashRate,
      U256 maxTarget,
      boolean extended) {
    PoolClient state = state(client);
    if (maxTarget.equals(U256.ZERO)) {
      return refuse(client, requestId, ErrorCodes.MAX_TARGET_OUT_OF_RANGE);
    }
    Integer index =
        state.channelCount() < config.maxChannelsPerConnection()
            ? extranonces.allocate().orElse(null)
            : null;
    if (index == null) {
      return refuse(client, requestId, "too-many-channels");
    }
    B032 prefix = extended ? extranonces.extendedPrefix(index) : extranonces.standardPrefix(index);
    ServerChannel channel =
        new ServerChannel(
            state.newChannelId(),
            user.text(),
            prefix,
            extended ? extranonces.rollableLength() : 0,
            target(hashRate, maxTarget),
            config.channel());
    PoolWork now = work; // one value throughout: a broadcast may be under way
    // What the others still lack comes before the newcomer belongs to them.
    List<Sv2Message> messages = new ArrayList<>(state.update(now, clock.millis()));
    messages.add(opened(state, requestId, channel));
    messages.addAll(state.open(channel, index, now, clock.millis()));
    return Mono.just(new ResponseFromSv2Server.Send(client.id(), messages));
  }

  private static Sv2Message opened(PoolClient state, long requestId, ServerChannel channel) {
    return channel.isExtended()
        ? new OpenExtendedMiningChannelSuccess(
            requestId,
            channel.id(),
            channel.target(),
            channel.extranonceSize(),
            channel.extranoncePrefix(),
            state.groupId())
        : new OpenStandardMiningChannelSuccess(
            requestId, channel.id(), channel.target(), channel.extranoncePrefix(), state.groupId());
  }

  /** Never easier than the pool's own minimum, whatever a client declares. */
  private U256 target(float hashRate, U256 maxTarget) {
    double rate = Math.max(hashRate, config.minimumHashRate());
    return Target.lower(Target.forHashRate(rate, config.sharesPerMinute()), maxTarget);
  }

  private static Mono<ResponseFromSv2Server> refuse(Sv2Client client, long requestId, String code) {
    return Mono.just(
        ResponseFromSv2Server.send(
            client, new OpenMiningChannelError(requestId, Str0255.of(code))));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleUpdateChannel(Sv2Client client, UpdateChannel m) {
    ServerChannel channel = state(client).channel(m.channelId());
    if (channel == null) {
      return Mono.just(
          ResponseFromSv2Server.send(
              client,
              new UpdateChannelError(m.channelId(), Str0255.of(ErrorCodes.INVALID_CHANNEL_ID))));
    }
    if (m.maximumTarget().equals(U256.ZERO)) {
      return Mono.just(
          ResponseFromSv2Server.send(
              client,
              new UpdateChannelError(
                  m.channelId(), Str0255.of(ErrorCodes.MAX_TARGET_OUT_OF_RANGE))));
    }
    U256 target = target(m.nominalHashRate(), m.maximumTarget());
    if (target.equals(channel.target())) {
      return Mono.just(ResponseFromSv2Server.nothing());
    }
    channel.setTarget(target);
    return Mono.just(ResponseFromSv2Server.send(client, new SetTarget(channel.id(), target)));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleCloseChannel(Sv2Client client, CloseChannel m) {
    state(client).close(m.channelId()).forEach(extranonces::release);
    return Mono.just(ResponseFromSv2Server.nothing());
  }

  // ---- shares

  @Override
  public Mono<ResponseFromSv2Server> handleSubmitSharesStandard(
      Sv2Client client, SubmitSharesStandard m) {
    ServerChannel channel = state(client).channel(m.channelId());
    return submit(
        client,
        channel != null && channel.isExtended() ? null : channel,
        m.channelId(),
        Share.of(m));
  }

  @Override
  public Mono<ResponseFromSv2Server> handleSubmitSharesExtended(
      Sv2Client client, SubmitSharesExtended m) {
    ServerChannel channel = state(client).channel(m.channelId());
    return submit(
        client,
        channel != null && channel.isExtended() ? channel : null,
        m.channelId(),
        Share.of(m));
  }

  private Mono<ResponseFromSv2Server> submit(
      Sv2Client client, @Nullable ServerChannel channel, long channelId, Share share) {
    if (channel == null) {
      return error(client, "", channelId, share, ErrorCodes.INVALID_CHANNEL_ID);
    }
    ShareResult result = channel.submit(share, clock.millis());
    if (result instanceof ShareResult.Rejected rejected) {
      return error(client, channel.userIdentity(), channelId, share, rejected.errorCode());
    } else if (result instanceof ShareResult.Block block) {
      return Mono.just(block(client, channel, share, block));
    }
    double difficulty = Target.difficulty(((ShareResult.Valid) result).target());
    tell(() -> listener.shareAccepted(client, channel.userIdentity(), difficulty));
    return Mono.just(
        channel.batch().isFull()
            ? ResponseFromSv2Server.send(client, channel.batch().acknowledge(channelId))
            : ResponseFromSv2Server.nothing());
  }

  private Mono<ResponseFromSv2Server> error(
      Sv2Client client, String user, long channelId, Share share, String code) {
    tell(() -> listener.shareRejected(client, user, code));
    return Mono.just(
        ResponseFromSv2Server.send(
            client, new SubmitSharesError(channelId, share.sequenceNumber(), Str0255.of(code))));
  }

  /** Whoever listens cannot cost a miner its share, nor the pool its block. */
  private static void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.error("the listener failed", e);
    }
  }

  private ResponseFromSv2Server block(
      Sv2Client client, ServerChannel channel, Share share, ShareResult.Block block) {
    LOG.info("block {} found by {}, \"{}\"", block.hash(), client, channel.userIdentity());
    SubmitSolution solution =
        new SubmitSolution(
            block.job().template().templateId(),
            share.version(),
            share.ntime(),
            share.nonce(),
            block.coinbase());
    solutions.add(solution, clock.millis());
    tell(
        () -> {
          listener.shareAccepted(client, channel.userIdentity(), Target.difficulty(block.target()));
          listener.blockFound(client, channel.userIdentity(), block.hash());
        });
    return ResponseFromSv2Server.inOrder(
        ResponseFromSv2Server.send(client, channel.batch().acknowledge(channel.id())),
        new ResponseFromSv2Server.AskSibling(
            new RequestToSv2Client.SendMessage(Protocol.TEMPLATE_DISTRIBUTION, solution)));
  }
}
