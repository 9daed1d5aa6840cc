package io.sv2.examples.bitcoin;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.bitcoinj.core.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * A block chain in memory for demonstrations and tests without a node. Its transactions are made
 * up, but a submitted block is checked as a node would check it, down to each reason of refusal; a
 * found block becomes the next tip, and the difficulty follows the hash rate it measures.
 */
public final class SimulatedChain implements BlockSource {
  private static final Logger log = LoggerFactory.getLogger(SimulatedChain.class);
  private static final long VERSION = 0x20000000L;

  private final Clock clock;
  private final Scheduler scheduler;
  private final Sinks.Many<BlockTemplate> templates = Sinks.many().replay().latest();
  private final Disposable.Swap feeTimer = Disposables.swap();

  // Guarded by this.
  private final HeaderChain chain;
  private final TransactionPool pool;

  private SimulatedChain(
      SimulatedChainConfig config, Clock clock, RandomGenerator random, Scheduler scheduler) {
    this.clock = clock;
    this.scheduler = scheduler;
    SyntheticTransactions source = new SyntheticTransactions(random);
    this.chain = new HeaderChain(config, source.hash(), clock.instant());
    this.pool = new TransactionPool(config, source);
    pool.advance(List.of(), config.startHeight());
  }

  /**
   * A chain that offers its first template at once.
   *
   * @param config size and pace
   * @param clock tells block times and measures the hash rate
   * @param random decides the transactions; the same seed makes the same chain
   * @param scheduler delivers templates, checks blocks and times fee updates; not disposed here
   * @return a running chain, to be closed by the caller
   */
  public static SimulatedChain start(
      SimulatedChainConfig config, Clock clock, RandomGenerator random, Scheduler scheduler) {
    SimulatedChain simulated = new SimulatedChain(config, clock, random, scheduler);
    simulated.publish();
    long interval = config.feeInterval().toNanos();
    if (interval > 0) {
      simulated.feeTimer.update(
          scheduler.schedulePeriodically(
              simulated::raiseFees, interval, interval, TimeUnit.NANOSECONDS));
    }
    return simulated;
  }

  @Override
  public Flux<BlockTemplate> templates() {
    return templates.asFlux().onBackpressureLatest().publishOn(scheduler, 1);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A block on a former tip that is still remembered is stale; one on a block never seen is
   * rejected as {@code prev-blk-not-found}.
   */
  @Override
  public Mono<SubmitResult> submit(byte[] block) {
    return Mono.fromCallable(() -> verdict(block)).subscribeOn(scheduler);
  }

  @Override
  public Mono<ChainTip> tip() {
    return Mono.fromCallable(this::tipNow);
  }

  @Override
  public synchronized void dispose() {
    feeTimer.dispose();
    templates.tryEmitComplete();
  }

  @Override
  public boolean isDisposed() {
    return feeTimer.isDisposed();
  }

  private synchronized ChainTip tipNow() {
    return chain.tip();
  }

  private SubmitResult verdict(byte[] raw) {
    try {
      return accept(ParsedBlock.parse(raw));
    } catch (InvalidBlock e) {
      log.info("block refused: {}", e.reason());
      return new SubmitResult.Rejected(e.reason());
    }
  }

  private synchronized SubmitResult accept(ParsedBlock block) throws InvalidBlock {
    BlockHeader header = block.header();
    if (chain.knows(header.hash())) {
      return new SubmitResult.Duplicate(header.hash());
    }
    BlockCheck check = new BlockCheck(chain, pool);
    check.proofOfWork(header);
    if (!header.previousBlockHash().equals(chain.tip().hash())) {
      InvalidBlock.unless(chain.knows(header.previousBlockHash()), "prev-blk-not-found");
      return new SubmitResult.Stale("inconclusive-not-best-prevblk");
    }
    Instant now = clock.instant();
    check.onTip(block, now);
    chain.append(header, now);
    pool.advance(
        block.withoutCoinbase().stream().map(Transaction::getTxId).toList(), chain.tip().height());
    log.info("block {} accepted at height {}", header.hash(), chain.tip().height());
    publish();
    return new SubmitResult.Accepted(header.hash());
  }

  private synchronized void raiseFees() {
    if (pool.addFees(chain.tip().height())) {
      publish();
    }
  }

  private synchronized void publish() {
    if (isDisposed()) {
      return;
    }
    List<TemplateTransaction> transactions = pool.transactions();
    int height = chain.tip().height() + 1;
    long minTime = chain.medianTimePast() + 1;
    long fees = transactions.stream().mapToLong(TemplateTransaction::fee).sum();
    templates
        .tryEmitNext(
            new BlockTemplate(
                height,
                VERSION,
                chain.tip().hash(),
                Math.max(clock.instant().getEpochSecond(), minTime),
                minTime,
                chain.nextBits(),
                NBits.toTarget(chain.nextBits()),
                CoinbaseCheck.subsidy(height) + fees,
                transactions,
                true))
        .orThrow();
  }
}
