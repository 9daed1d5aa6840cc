package io.sv2.examples.bitcoin;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Supplies block templates and takes found blocks. All methods may be called from any thread. */
public interface BlockSource extends Disposable, AutoCloseable {

  /**
   * The current template at subscription, then each change: a new tip at once, better fees on the
   * same tip no more often than the source's fee interval.
   *
   * <p><strong>Completion</strong>: when the source is closed. <strong>Error</strong>: a {@link
   * NodeRpcException} once a node's retries are exhausted or a retry is pointless; a simulated
   * chain has none. <strong>Multiple subscriptions</strong>: allowed; they share one upstream,
   * which starts with the first subscriber and ends with the last. <strong>Backpressure</strong>: a
   * slow subscriber misses intermediate templates and gets the latest. Templates arrive on the
   * source's scheduler.
   *
   * @return the templates
   */
  Flux<BlockTemplate> templates();

  /**
   * Submits a block when subscribed to.
   *
   * @param block the serialized block, witnesses included; must not be changed afterwards
   * @return the verdict; an invalid block is a {@link SubmitResult.Rejected}, never an error; a
   *     node that cannot be asked is a {@link NodeRpcException}
   */
  Mono<SubmitResult> submit(byte[] block);

  /**
   * The best block now.
   *
   * @return the tip, or a {@link NodeRpcException} when a node cannot be asked
   */
  Mono<ChainTip> tip();

  /** Completes {@link #templates()} and releases what the source holds; never blocks. */
  @Override
  default void close() {
    dispose();
  }
}
