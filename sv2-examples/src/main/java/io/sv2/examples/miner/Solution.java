package io.sv2.examples.miner;

/**
 * A header that meets its work's target: what a share is made of (sections 5.3.11 and 5.3.12).
 *
 * @param work the work it was found for
 * @param version the version, rolled within the work's mask
 * @param ntime the timestamp, between the work's min ntime and that plus the seconds since
 * @param nonce the nonce, 0 to 2^32-1
 * @param extranonce what was rolled in the coinbase; empty for a standard job
 */
public record Solution(
    MiningWork work, long version, long ntime, long nonce, Extranonce extranonce) {

  /** The 80 bytes whose hash meets the target. */
  public byte[] header() {
    return work.header(version, ntime, nonce, extranonce);
  }

  /** The header's hash, 32 bytes in wire order (the number it stands for is little-endian). */
  public byte[] hash() {
    return Sha256d.hash(header());
  }
}
