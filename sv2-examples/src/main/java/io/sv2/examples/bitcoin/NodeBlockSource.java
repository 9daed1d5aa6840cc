package io.sv2.examples.bitcoin;

import java.time.Clock;
import org.bitcoinj.base.Sha256Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * Templates from a full node over JSON-RPC: Bitcoin Core, or whatever speaks getblocktemplate
 * (BIP22, BIP23, BIP145). A node that goes away is waited for, and followed again when it is back.
 */
public final class NodeBlockSource implements BlockSource {
  private static final Logger log = LoggerFactory.getLogger(NodeBlockSource.class);

  private final NodeAddress address;
  private final NodeConfig config;
  private final Scheduler scheduler;
  private final NodeRpc rpc;
  private final Sinks.Empty<Void> closed = Sinks.empty();
  private final Flux<BlockTemplate> shared;
  private volatile boolean disposed;

  /**
   * A source that connects with its first subscriber.
   *
   * @param address where the node answers, and how to prove who asks
   * @param config limits and pace
   * @param clock measures the pace of templates
   * @param scheduler delivers templates and times polls and retries; not disposed here
   */
  public NodeBlockSource(NodeAddress address, NodeConfig config, Clock clock, Scheduler scheduler) {
    this.address = address;
    this.config = config;
    this.scheduler = scheduler;
    this.rpc =
        new NodeRpc(address, config.maxResponseBytes(), scheduler, Schedulers.boundedElastic());
    this.shared =
        Flux.defer(() -> follow(clock)).takeUntilOther(closed.asMono()).replay(1).refCount(1);
  }

  @Override
  public Flux<BlockTemplate> templates() {
    return shared.onBackpressureLatest().publishOn(scheduler, 1);
  }

  /**
   * {@inheritDoc}
   *
   * <p>An answer of null counts as accepted once the node has the block in its best chain, which
   * costs two more calls. While the node cannot be reached the block is offered again, as often as
   * configured.
   */
  @Override
  public Mono<SubmitResult> submit(byte[] block) {
    if (block.length <= BlockHeader.LENGTH) {
      return Mono.just(new SubmitResult.Rejected("Block decode failed"));
    }
    return Mono.defer(
        () ->
            new NodeSubmission(rpc, config.requestTimeout(), block)
                .attempt()
                .retryWhen(backoff(config.submitRetries())));
  }

  @Override
  public Mono<ChainTip> tip() {
    return rpc.call("getbestblockhash", config.requestTimeout())
        .flatMap(best -> rpc.call("getblockheader", config.requestTimeout(), best.asText()))
        .map(
            header ->
                new ChainTip(
                    header.path("height").asInt(), Sha256Hash.wrap(header.path("hash").asText())));
  }

  @Override
  public void dispose() {
    disposed = true;
    closed.tryEmitEmpty();
  }

  @Override
  public boolean isDisposed() {
    return disposed;
  }

  @Override
  public String toString() {
    return "NodeBlockSource[" + address + "]";
  }

  private Flux<BlockTemplate> follow(Clock clock) {
    return Flux.defer(() -> new TemplateFollower(rpc, config, clock, scheduler).templates())
        .retryWhen(backoff(config.maxRetries()))
        .filter(new TemplateFilter(config, clock));
  }

  /** Failures are counted in a row: an answer starts the count anew. */
  private RetryBackoffSpec backoff(long retries) {
    return Retry.backoff(retries, config.minBackoff())
        .maxBackoff(config.maxBackoff())
        .jitter(0.5)
        .scheduler(scheduler)
        .transientErrors(true)
        .filter(e -> e instanceof NodeRpcException rpcError && rpcError.isTransient())
        .doBeforeRetry(signal -> log.warn("trying again: {}", signal.failure().getMessage()))
        .onRetryExhaustedThrow((spec, signal) -> signal.failure());
  }
}
