package io.sv2.examples.bitcoin;

import com.fasterxml.jackson.databind.JsonNode;
import io.sv2.examples.bitcoin.SubmitResult.Accepted;
import io.sv2.examples.bitcoin.SubmitResult.Duplicate;
import io.sv2.examples.bitcoin.SubmitResult.Rejected;
import io.sv2.examples.bitcoin.SubmitResult.Stale;
import java.time.Duration;
import java.util.HexFormat;
import org.bitcoinj.base.Sha256Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One block on its way to a node. Some nodes answer null, which means accepted, for a block they
 * refuse; so a null is believed only once the node knows the block.
 */
final class NodeSubmission {
  private static final Logger log = LoggerFactory.getLogger(NodeSubmission.class);
  private static final int RPC_NO_SUCH_METHOD = -32601;
  private static final int RPC_DECODE_FAILED = -22;

  private final NodeRpc rpc;
  private final Duration timeout;
  private final byte[] block;
  private final Sha256Hash hash;
  private boolean repeated;

  NodeSubmission(NodeRpc rpc, Duration timeout, byte[] block) {
    this.rpc = rpc;
    this.timeout = timeout;
    this.block = block;
    this.hash = BlockHeader.read(block).hash();
  }

  /** Each subscription is one attempt; after the first, a duplicate may well be our own. */
  Mono<SubmitResult> attempt() {
    return Mono.defer(
        () -> {
          boolean again = repeated;
          repeated = true;
          return rpc.call("submitblock", timeout, HexFormat.of().formatHex(block))
              .flatMap(answer -> interpret(answer, again))
              .onErrorResume(
                  this::isUndecodable, e -> Mono.just(new Rejected("Block decode failed")));
        });
  }

  private boolean isUndecodable(Throwable error) {
    return error instanceof NodeRpcException rpcError && rpcError.code() == RPC_DECODE_FAILED;
  }

  private Mono<SubmitResult> interpret(JsonNode answer, boolean again) {
    if (answer.isNull() || answer.isMissingNode()) {
      return confirm();
    }
    String reason = answer.asText().replaceFirst("^rejected: ", "");
    return switch (reason) {
      case "duplicate" -> again ? confirm() : Mono.just(new Duplicate(hash));
      case "duplicate-inconclusive" -> Mono.just(new Duplicate(hash));
      case "inconclusive", "inconclusive-not-best-prevblk", "stale-prevblk", "stale-work" ->
          Mono.just(new Stale(reason));
      default -> Mono.just(new Rejected(reason));
    };
  }

  /**
   * Asks which block of this height is in the best chain: a node that counts a block beside it as
   * confirmed exists (bcoin), and two miners do find blocks at the same time.
   */
  private Mono<SubmitResult> confirm() {
    return rpc.call("getblockheader", timeout, hash.toString())
        .flatMap(
            header ->
                header.path("confirmations").asInt() < 0
                    ? Mono.just(false)
                    : rpc.call("getblockhash", timeout, header.path("height").asInt())
                        .map(best -> best.asText().equals(hash.toString())))
        .map(best -> best ? new Accepted(hash) : (SubmitResult) new Stale("inconclusive"))
        .onErrorResume(NodeRpcException.class, this::unconfirmed);
  }

  private Mono<SubmitResult> unconfirmed(NodeRpcException error) {
    if (error.kind() == NodeRpcException.Kind.REFUSED && error.code() != RPC_NO_SUCH_METHOD) {
      return Mono.just(new Rejected("the node took the block but does not know it"));
    }
    log.warn("block {} was submitted but not confirmed: {}", hash, error.getMessage());
    return Mono.just(new Accepted(hash));
  }
}
