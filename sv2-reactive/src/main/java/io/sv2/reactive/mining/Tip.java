package io.sv2.reactive.mining;

import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.type.U256;

/**
 * The block that work builds on.
 *
 * @param prevHash its hash
 * @param minNtime lowest header time to mine with, Unix seconds
 * @param nBits header nBits
 * @param target highest hash that makes a block
 */
public record Tip(U256 prevHash, long minNtime, long nBits, U256 target) {
  /** From the template provider's message (section 7.3). */
  public static Tip of(SetNewPrevHash message) {
    return new Tip(
        message.prevHash(), message.headerTimestamp(), message.nBits(), message.target());
  }

  /** Whether both build on the same block, for the same target. */
  public boolean isSameBlock(Tip other) {
    return prevHash.equals(other.prevHash) && nBits == other.nBits;
  }
}
