package io.sv2.examples.demo;

import io.sv2.codec.type.U256;
import io.sv2.examples.bitcoin.BlockSource;
import io.sv2.examples.bitcoin.ChainTip;
import io.sv2.examples.bitcoin.SubmitResult;
import io.sv2.examples.miner.CpuMiner;
import io.sv2.examples.miner.CpuMinerConfig;
import io.sv2.examples.miner.MiningOptions;
import io.sv2.examples.pool.Pool;
import io.sv2.examples.pool.PoolConfig;
import io.sv2.examples.pool.PoolListener;
import io.sv2.examples.templateprovider.TemplateProvider;
import io.sv2.examples.templateprovider.TemplateProviderConfig;
import io.sv2.noise.AuthoritySecretKey;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.noise.NoiseResponderConfig;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.mining.ChannelConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Template provider, pool and miners in one process, over loopback TCP with Noise. */
public final class Demo implements Disposable {
  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
  private static final Duration TIP_TIMEOUT = Duration.ofSeconds(1);

  /**
   * A new tip reaches the pool a moment before its miners. What they find in that moment was right
   * when it was found; a demo that calls it rejected would only puzzle.
   */
  private static final Duration LATE_SHARE_GRACE = Duration.ofSeconds(1);

  private final BlockSource source;
  private final DemoConfig config;
  private final DemoListener listener;
  private final LongAdder sharesAccepted = new LongAdder();
  private final LongAdder sharesRejected = new LongAdder();
  private final LongAdder blocksFound = new LongAdder();
  private final LongAdder blocksAccepted = new LongAdder();
  private final List<CpuMiner> miners = new CopyOnWriteArrayList<>();
  private final Disposable.Composite parts = Disposables.composite();
  private volatile int templateHeight;
  private final CountDownLatch done = new CountDownLatch(1);
  private final long startNanos = System.nanoTime();

  private Demo(BlockSource source, DemoConfig config, DemoListener listener) {
    this.source = source;
    this.config = config;
    this.listener = listener;
  }

  /**
   * Starts all parts.
   *
   * @param source of templates; stays the caller's to close
   * @param hashRate of one miner, to declare to the pool, hashes per second
   */
  public static Mono<Demo> start(
      BlockSource source, DemoConfig config, double hashRate, DemoListener listener) {
    return Mono.defer(
        () -> {
          Demo demo = new Demo(source, config, listener);
          return demo.start(hashRate).thenReturn(demo).doOnError(error -> demo.dispose());
        });
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private Mono<Void> start(double hashRate) {
    AuthoritySecretKey authority = AuthoritySecretKey.generate(new SecureRandom());
    NoiseResponderConfig identity = NoiseResponderConfig.of(authority);
    NoiseInitiatorConfig pinned = NoiseInitiatorConfig.pinned(authority.publicKey());
    PoolConfig pool =
        PoolConfig.payingTo(config.payoutScript())
            .withShares(config.sharesPerMinute(), Math.max(1, hashRate / 100))
            .withChannel(
                ChannelConfig.DEFAULT.withShareBatchSize(1).withLateShareGrace(LATE_SHARE_GRACE));
    parts.add(
        source
            .templates()
            .subscribe(
                template -> templateHeight = template.height(),
                error -> LOG.error("no more templates: {}", error.getMessage())));
    return TemplateProvider.start(
            source, TemplateProviderConfig.DEFAULT, anyPort(), identity, this::submitted)
        .doOnNext(parts::add)
        .flatMap(
            provider ->
                Pool.start(pool, anyPort(), identity, provider.address(), pinned, new Counter()))
        .doOnNext(parts::add)
        .flatMapMany(
            running ->
                Flux.range(0, config.miners())
                    .concatMap(i -> CpuMiner.start(miner(i, running, pinned, hashRate))))
        .doOnNext(parts::add)
        .doOnNext(miners::add)
        .then();
  }

  private static CpuMinerConfig miner(
      int index, Pool pool, NoiseInitiatorConfig pinned, double hashRate) {
    return new CpuMinerConfig(
        pool.address(),
        pinned,
        index % 2 == 1,
        "demo.miner" + (index + 1),
        hashRate,
        MiningOptions.defaults().withThreads(1));
  }

  private final class Counter implements PoolListener {
    @Override
    public void shareAccepted(Sv2Client client, String userIdentity, double difficulty) {
      sharesAccepted.increment();
      listener.shareAccepted(sharesAccepted.sum(), secondsSinceStart());
    }

    @Override
    public void shareRejected(Sv2Client client, String userIdentity, String errorCode) {
      sharesRejected.increment();
      LOG.warn("share of {} rejected: {}", userIdentity, errorCode);
    }

    @Override
    public void blockFound(Sv2Client client, String userIdentity, U256 hash) {
      blocksFound.increment();
    }
  }

  private void submitted(SubmitResult result) {
    if (result instanceof SubmitResult.Accepted accepted) {
      blocksAccepted.increment();
      listener.blockAccepted(accepted.hash().toString(), blocksAccepted.sum());
      if (config.blocks() > 0 && blocksAccepted.sum() >= config.blocks()) {
        done.countDown();
      }
    }
  }

  /** Waits until enough blocks were accepted, the time is up, or {@link #stop} is called. */
  public void await() throws InterruptedException {
    done.await(config.duration().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends {@link #await}. */
  public void stop() {
    done.countDown();
  }

  private double secondsSinceStart() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Hashes per second of all miners over the last seconds. */
  public double hashrate() {
    return miners.stream().mapToDouble(CpuMiner::hashrate).sum();
  }

  /** What it came to so far; asks the chain for its height. */
  public DemoSummary summary() {
    ChainTip tip =
        source
            .tip()
            .onErrorResume(
                error -> {
                  LOG.warn("the chain does not tell its height: {}", error.getMessage());
                  return Mono.empty();
                })
            .timeout(TIP_TIMEOUT, Mono.empty())
            .block();
    return new DemoSummary(
        sharesAccepted.sum(),
        sharesRejected.sum(),
        blocksFound.sum(),
        blocksAccepted.sum(),
        tip == null ? templateHeight - 1 : tip.height(),
        miners.stream().mapToLong(CpuMiner::hashes).sum() / secondsSinceStart());
  }

  /** Shares accepted so far. */
  public long sharesAccepted() {
    return sharesAccepted.sum();
  }

  /** Blocks accepted so far. */
  public long blocksAccepted() {
    return blocksAccepted.sum();
  }

  @Override
  public void dispose() {
    done.countDown();
    parts.dispose();
  }

  @Override
  public boolean isDisposed() {
    return parts.isDisposed();
  }
}
