package io.sv2.reactive.mining;

import io.sv2.codec.type.U256;

/**
 * A target and what a share at it is worth, computed once.
 *
 * @param target highest hash that counts
 * @param difficulty how much harder than difficulty 1
 * @param hashes that a share takes on average
 */
public record ShareTarget(U256 target, double difficulty, double hashes) {
  /** With its worth. */
  public static ShareTarget of(U256 target) {
    return new ShareTarget(target, Target.difficulty(target), Target.hashes(target));
  }
}
