package io.sv2.reactive.mining;

import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;

/** What became of a share. */
public sealed interface ShareResult {
  /**
   * It counts.
   *
   * @param hash of its header
   * @param target that it met
   */
  record Valid(U256 hash, U256 target) implements ShareResult {}

  /**
   * It counts, and is a block.
   *
   * @param hash of its header
   * @param target that it counts for
   * @param job that it solves
   * @param coinbase the whole transaction with BIP141 fields
   */
  record Block(U256 hash, U256 target, Job job, B064K coinbase) implements ShareResult {}

  /**
   * It does not count.
   *
   * @param errorCode for SubmitShares.Error
   */
  record Rejected(String errorCode) implements ShareResult {}
}
