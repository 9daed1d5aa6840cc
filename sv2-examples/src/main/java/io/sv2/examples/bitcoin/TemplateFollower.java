package io.sv2.examples.bitcoin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sv2.examples.bitcoin.NodeRpcException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.base.Sha256Hash;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Fetches template after template from a node. Beside the long poll the tip is checked as well: a
 * node may forget a long poll, and a dead connection looks like a patient node. A long poll is
 * never abandoned for that, since it holds one of the node's few RPC threads until it is answered.
 */
final class TemplateFollower {
  /** Least pause after a template of the same tip, should a long poll not wait. */
  private static final Duration LEAST_PAUSE = Duration.ofMillis(500);

  private final NodeRpc rpc;
  private final NodeConfig config;
  private final Clock clock;
  private final Scheduler scheduler;

  TemplateFollower(NodeRpc rpc, NodeConfig config, Clock clock, Scheduler scheduler) {
    this.rpc = rpc;
    this.config = config;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /** Every template fetched, the first at once; ends with the first error. */
  Flux<BlockTemplate> templates() {
    return fetch(Optional.empty())
        .map(first -> new Following(first, clock.instant()))
        .flatMapMany(Following::templates)
        .map(NodeTemplate::template);
  }

  private Mono<NodeTemplate> fetch(Optional<String> longPollId) {
    ObjectNode request = NodeRpc.object();
    request.putArray("rules").add("segwit");
    request.putArray("capabilities").add("coinbasevalue").add("longpoll");
    longPollId.ifPresent(id -> request.put("longpollid", id));
    Duration timeout = longPollId.isPresent() ? config.longPollTimeout() : config.requestTimeout();
    return rpc.call("getblocktemplate", timeout, request).map(NodeTemplate::read);
  }

  /** {@code basis} is the tip known when {@code template} was asked for. */
  private record Answer(Sha256Hash basis, NodeTemplate template) {}

  /** What is known between two failures. */
  private final class Following {
    private volatile NodeTemplate current;
    private volatile Instant fetched;
    private volatile boolean quiet;

    Following(NodeTemplate first, Instant now) {
      current = first;
      fetched = now;
    }

    Flux<NodeTemplate> templates() {
      Flux<NodeTemplate> changes =
          Flux.merge(List.of(watch(), poll()))
              .filter(answer -> answer.basis().equals(tip()))
              .map(Answer::template)
              .doOnNext(this::remember);
      return Flux.concat(Mono.just(current), changes);
    }

    /** A template whenever the tip differs or the fees are due for a look. */
    private Flux<Answer> watch() {
      return Mono.delay(config.pollInterval(), scheduler)
          .then(Mono.defer(() -> rpc.call("getbestblockhash", config.requestTimeout())))
          .filter(best -> !best.asText().equals(tip().toString()) || refreshIsDue())
          .flatMap(best -> ask(Optional.empty()))
          .repeat();
    }

    /** A template whenever the node finds it time for one; nothing without long polling. */
    private Flux<Answer> poll() {
      Mono<Answer> answer =
          Mono.defer(() -> ask(current.longPollId()))
              .onErrorResume(TemplateFollower::isTimeout, e -> Mono.empty());
      return current.longPollId().isEmpty()
          ? Flux.empty()
          : Mono.defer(() -> answer.delaySubscription(pause(), scheduler)).repeat();
    }

    private Mono<Answer> ask(Optional<String> longPollId) {
      Sha256Hash basis = tip();
      return fetch(longPollId).map(template -> new Answer(basis, template));
    }

    private Duration pause() {
      return quiet ? LEAST_PAUSE : Duration.ZERO;
    }

    private Sha256Hash tip() {
      return current.template().previousBlockHash();
    }

    private boolean refreshIsDue() {
      return Duration.between(fetched, clock.instant()).compareTo(config.refreshInterval()) >= 0;
    }

    private void remember(NodeTemplate next) {
      quiet = tip().equals(next.template().previousBlockHash());
      current = next;
      fetched = clock.instant();
    }
  }

  private static boolean isTimeout(Throwable error) {
    return error instanceof NodeRpcException rpc && rpc.kind() == Kind.TIMEOUT;
  }
}
