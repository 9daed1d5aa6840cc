package io.sv2.examples.bitcoin;

import org.bitcoinj.base.Sha256Hash;

/** What became of a submitted block. Reasons are spelled as Bitcoin Core spells them. */
public sealed interface SubmitResult {

  /**
   * The block is part of the best chain.
   *
   * @param hash the block's hash
   */
  record Accepted(Sha256Hash hash) implements SubmitResult {}

  /**
   * The block was known before, and not refused then.
   *
   * @param hash the block's hash
   */
  record Duplicate(Sha256Hash hash) implements SubmitResult {}

  /**
   * The block may well be valid, but it does not extend the best chain: somebody was faster.
   *
   * @param reason for instance {@code inconclusive-not-best-prevblk}
   */
  record Stale(String reason) implements SubmitResult {}

  /**
   * The block is not valid.
   *
   * @param reason for instance {@code high-hash} or {@code bad-cb-amount}
   */
  record Rejected(String reason) implements SubmitResult {}
}
