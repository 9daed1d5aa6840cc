package io.sv2.examples.miner;

import io.sv2.codec.Protocol;
import io.sv2.codec.SetupFlags;
import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.CloseChannel;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.OpenExtendedMiningChannel;
import io.sv2.codec.mining.OpenExtendedMiningChannelSuccess;
import io.sv2.codec.mining.OpenMiningChannelError;
import io.sv2.codec.mining.OpenStandardMiningChannel;
import io.sv2.codec.mining.OpenStandardMiningChannelSuccess;
import io.sv2.codec.mining.SetExtranoncePrefix;
import io.sv2.codec.mining.SetGroupChannel;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SetTarget;
import io.sv2.codec.mining.SubmitSharesError;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.mining.SubmitSharesSuccess;
import io.sv2.codec.mining.UpdateChannel;
import io.sv2.codec.mining.UpdateChannelError;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.Str0255;
import io.sv2.codec.type.U256;
import io.sv2.reactive.CloseReason;
import io.sv2.reactive.ResponseFromSv2Client;
import io.sv2.reactive.Sv2Upstream;
import io.sv2.reactive.handler.Sv2MiningClientHandler;
import io.sv2.reactive.mining.ChannelConfig;
import io.sv2.reactive.mining.ClientChannel;
import io.sv2.reactive.mining.Job;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** One channel of a mining client: turns jobs into work for an engine, solutions into shares. */
final class MinerHandler implements Sv2MiningClientHandler {
  private static final Logger LOG = LoggerFactory.getLogger(MinerHandler.class);
  private static final int MIN_EXTRANONCE_SIZE = 4;
  private static final ChannelConfig CHANNEL = ChannelConfig.DEFAULT.withBounds(50, 1);

  private final CpuMinerConfig config;
  private final MinerStats stats;
  private final AtomicLong sequence = new AtomicLong();
  private @Nullable MiningEngine engine;
  private final Clock clock;
  private volatile @Nullable ClientChannel channel; // null until the pool opened it
  private @Nullable MiningWork work; // what the engine was given last
  private boolean fixedVersion;
  private volatile float declaredHashRate;

  MinerHandler(CpuMinerConfig config, MinerStats stats, Clock clock) {
    this.clock = clock;
    this.config = config;
    this.stats = stats;
    this.declaredHashRate = (float) config.nominalHashRate();
  }

  /** The engine that works; given before the first connection. */
  void use(MiningEngine created) {
    engine = created;
  }

  @Override
  public Mono<ResponseFromSv2Client> connected(Sv2Upstream upstream) {
    fixedVersion = (upstream.setup().flags() & SetupFlags.REQUIRES_FIXED_VERSION) != 0;
    boolean extendedOnly = (upstream.setup().flags() & SetupFlags.REQUIRES_EXTENDED_CHANNELS) != 0;
    if (extendedOnly && !config.extended()) {
      LOG.error(
          "{}: the pool opens extended channels only, for which see --extended", config.user());
      return Mono.just(
          new ResponseFromSv2Client.Close(
              Protocol.MINING, CloseReason.local("the pool opens extended channels only")));
    }
    Str0255 user = Str0255.of(config.user());
    return send(
        config.extended()
            ? new OpenExtendedMiningChannel(
                0, user, declaredHashRate, U256.MAX, MIN_EXTRANONCE_SIZE)
            : new OpenStandardMiningChannel(0, user, declaredHashRate, U256.MAX));
  }

  @Override
  public void disconnected(CloseReason reason) {
    channel = null;
    rest();
  }

  @Override
  public Mono<ResponseFromSv2Client> handleOpenStandardMiningChannelSuccess(
      OpenStandardMiningChannelSuccess m) {
    return opened(ClientChannel.of(m, !fixedVersion, CHANNEL));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleOpenExtendedMiningChannelSuccess(
      OpenExtendedMiningChannelSuccess m) {
    return opened(ClientChannel.of(m, !fixedVersion, CHANNEL));
  }

  private Mono<ResponseFromSv2Client> opened(ClientChannel opened) {
    LOG.info("{}: channel {} open, target {}", config.user(), opened.id(), opened.target());
    channel = opened;
    return nothing();
  }

  @Override
  public Mono<ResponseFromSv2Client> handleOpenMiningChannelError(OpenMiningChannelError m) {
    LOG.error("{}: the pool opens no channel: {}", config.user(), m.errorCode());
    return Mono.just(
        new ResponseFromSv2Client.Close(
            Protocol.MINING, CloseReason.local("no channel: " + m.errorCode())));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleCloseChannel(CloseChannel m) {
    LOG.warn("{}: the pool closed the channel: {}", config.user(), m.reasonCode());
    return Mono.just(
        new ResponseFromSv2Client.Close(
            Protocol.MINING, CloseReason.local("channel closed: " + m.reasonCode())));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSetExtranoncePrefix(SetExtranoncePrefix m) {
    return with(m.channelId(), c -> c.setExtranoncePrefix(m.extranoncePrefix()));
  }

  /** For jobs that come: the one at hand keeps its target (section 5.3.21). */
  @Override
  public Mono<ResponseFromSv2Client> handleSetTarget(SetTarget m) {
    return with(m.channelId(), c -> c.setTarget(m.maximumTarget()));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleNewMiningJob(NewMiningJob m) {
    return with(m.channelId(), c -> c.job(m, clock.millis()).ifPresent(this::mine));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleNewExtendedMiningJob(NewExtendedMiningJob m) {
    return with(m.channelId(), c -> c.job(m, clock.millis()).ifPresent(this::mine));
  }

  /** Without the job that it names there is nothing to mine: what there was is stale. */
  @Override
  public Mono<ResponseFromSv2Client> handleSetNewPrevHash(SetNewPrevHash m) {
    return with(
        m.channelId(), c -> c.tip(m, clock.millis()).ifPresentOrElse(this::mine, this::rest));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSetGroupChannel(SetGroupChannel m) {
    ClientChannel current = channel;
    if (current != null && m.channelIds().contains(current.id())) {
      current.setGroup(m.groupChannelId());
    }
    return nothing();
  }

  /** Applies a message for our channel or its group. */
  private Mono<ResponseFromSv2Client> with(long channelId, Consumer<ClientChannel> change) {
    ClientChannel current = channel;
    if (current == null || !current.isAddressedBy(channelId)) {
      LOG.warn("{}: a message for channel {}, which is not ours", config.user(), channelId);
    } else {
      change.accept(current);
    }
    return nothing();
  }

  private void mine(Job job) {
    mine(MiningWork.of(job, channel == null ? 0 : channel.extranonceSize()));
  }

  /** What the engine works on; null while it rests. */
  @Nullable MiningWork work() {
    return work;
  }

  private void mine(MiningWork taken) {
    work = taken;
    if (engine != null) {
      engine.mine(taken);
    }
  }

  private void rest() {
    work = null;
    if (engine != null) {
      engine.pause();
    }
  }

  /** The share that a solution makes; empty when its channel is gone. */
  Optional<Sv2Message> share(Solution solution) {
    ClientChannel current = channel;
    if (current == null) {
      stats.unsent();
      return Optional.empty();
    }
    long number = sequence.getAndIncrement() & 0xffff_ffffL;
    long jobId = solution.work().jobId();
    return Optional.of(
        config.extended()
            ? new SubmitSharesExtended(
                current.id(),
                number,
                jobId,
                solution.nonce(),
                solution.ntime(),
                solution.version(),
                B032.of(solution.extranonce().toBytes()))
            : new SubmitSharesStandard(
                current.id(),
                number,
                jobId,
                solution.nonce(),
                solution.ntime(),
                solution.version()));
  }

  /** What to tell the pool when the real hash rate is not the declared one. */
  Optional<Sv2Message> update(double hashRate) {
    ClientChannel current = channel;
    if (current == null || hashRate <= 0 || Math.abs(hashRate / declaredHashRate - 1) < 0.25) {
      return Optional.empty();
    }
    declaredHashRate = (float) hashRate;
    return Optional.of(new UpdateChannel(current.id(), declaredHashRate, U256.MAX));
  }

  @Override
  public Mono<ResponseFromSv2Client> handleUpdateChannelError(UpdateChannelError m) {
    LOG.warn("{}: hash rate not updated: {}", config.user(), m.errorCode());
    return nothing();
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSubmitSharesSuccess(SubmitSharesSuccess m) {
    stats.accepted(m.newSubmitsAcceptedCount());
    return nothing();
  }

  @Override
  public Mono<ResponseFromSv2Client> handleSubmitSharesError(SubmitSharesError m) {
    LOG.warn("{}: share {} refused: {}", config.user(), m.sequenceNumber(), m.errorCode());
    stats.rejected(m.errorCode().text());
    return nothing();
  }

  private static Mono<ResponseFromSv2Client> nothing() {
    return Mono.just(ResponseFromSv2Client.nothing());
  }

  private static Mono<ResponseFromSv2Client> send(Sv2Message message) {
    return Mono.just(ResponseFromSv2Client.send(Protocol.MINING, message));
  }
}
