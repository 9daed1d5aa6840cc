package io.sv2.examples.miner;

import io.sv2.codec.Protocol;
import io.sv2.codec.SetupFlags;
import io.sv2.reactive.RequestToSv2Client;
import io.sv2.reactive.Sv2ClientService;
import io.sv2.reactive.Sv2ClientServiceConfig;
import io.sv2.reactive.UpstreamConfig;
import io.sv2.reactive.handler.NullSv2JobDeclarationClientHandler;
import io.sv2.reactive.handler.NullSv2TemplateDistributionClientHandler;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A mining client that hashes on the CPU: a pool's test peer, and the demo's work force. */
public final class CpuMiner implements Disposable {
  private static final Logger LOG = LoggerFactory.getLogger(CpuMiner.class);
  private static final Duration RATE_CHECK = Duration.ofSeconds(10);

  private final MiningEngine engine;
  private final MinerStats stats;
  private final Disposable.Composite parts;

  private CpuMiner(MiningEngine engine, MinerStats stats, Disposable.Composite parts) {
    this.engine = engine;
    this.stats = stats;
    this.parts = parts;
  }

  /** Starts a miner; a pool that is not there yet is waited for. */
  public static Mono<CpuMiner> start(CpuMinerConfig config) {
    MinerStats stats = new MinerStats();
    MinerHandler handler = new MinerHandler(config, stats, Clock.systemUTC());
    long flags = config.extended() ? 0 : SetupFlags.REQUIRES_STANDARD_JOBS;
    var service =
        Sv2ClientService.newService(
            Sv2ClientServiceConfig.of(
                "miner", UpstreamConfig.of(Protocol.MINING, config.pool(), config.noise(), flags)),
            handler,
            NullSv2JobDeclarationClientHandler.INSTANCE,
            NullSv2TemplateDistributionClientHandler.INSTANCE);
    MiningEngine engine =
        MiningEngine.start(
            config.engine(),
            solution ->
                handler
                    .share(solution)
                    .ifPresent(
                        share ->
                            service
                                .apply(new RequestToSv2Client.SendMessage(Protocol.MINING, share))
                                .subscribe(
                                    sent -> stats.submitted(),
                                    error -> {
                                      stats.unsent();
                                      LOG.warn("share not sent: {}", error.getMessage());
                                    })));
    handler.use(engine);
    return service
        .start()
        .map(
            running -> {
              Disposable.Composite parts = Disposables.composite(running);
              parts.add(
                  Flux.interval(RATE_CHECK)
                      .onBackpressureDrop()
                      .concatMap(
                          tick ->
                              Mono.justOrEmpty(handler.update(engine.hashrate()))
                                  .flatMap(
                                      update ->
                                          service.apply(
                                              new RequestToSv2Client.SendMessage(
                                                  Protocol.MINING, update)))
                                  .onErrorResume(
                                      error -> {
                                        LOG.debug("hash rate not sent: {}", error.getMessage());
                                        return Mono.empty();
                                      }))
                      .subscribe());
              parts.add(engine::close);
              return new CpuMiner(engine, stats, parts);
            })
        .doOnError(error -> engine.close());
  }

  /** Hashes computed so far. */
  public long hashes() {
    return engine.hashes();
  }

  /** Hashes per second over the last seconds. */
  public double hashrate() {
    return engine.hashrate();
  }

  /** What the pool has answered. */
  public MinerStats stats() {
    return stats;
  }

  @Override
  public void dispose() {
    parts.dispose();
  }

  @Override
  public boolean isDisposed() {
    return parts.isDisposed();
  }
}
