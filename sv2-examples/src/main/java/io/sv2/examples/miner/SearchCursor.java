package io.sv2.examples.miner;

/**
 * A worker's place in the search space. Fields roll in this order: nonce, version, ntime, then
 * extranonce. For the first extranonce ntime rolls as far as the clock allows, for the others as
 * far as it did for the first. When the last extranonce is done, all begin again with the next
 * second, once that has come. So no header is tried twice, and ntime never runs ahead.
 */
final class SearchCursor {

  private final MiningWork work;
  private final NonceSlice slice;
  private final long versions;
  private final long extranonces;
  private long roundStart;
  private long roundEnd;
  private long nonce;
  private long versionIndex;
  private long ntime;
  private long extranonceIndex;

  SearchCursor(MiningWork work, NonceSlice slice) {
    this.work = work;
    this.slice = slice;
    this.versions = 1L << Long.bitCount(work.versionRollingMask());
    this.extranonces = Extranonce.count(work.extranonceSize());
    this.nonce = slice.from();
    beginRound(work.minNtime());
  }

  /** Rolls until there are nonces to try; false when that must wait for a later ntime. */
  boolean ready(long latestNtime) {
    if (nonce < slice.to()) {
      return true;
    }
    if (!roll(latestNtime)) {
      return false;
    }
    nonce = slice.from();
    return true;
  }

  private boolean roll(long latestNtime) {
    boolean first = extranonceIndex == 0;
    if (versionIndex + 1 < versions) {
      versionIndex++;
    } else if (ntime < (first ? latestNtime : roundEnd)) {
      versionIndex = 0;
      ntime++;
      roundEnd = Math.max(roundEnd, ntime);
    } else if (extranonceIndex + 1 < extranonces) {
      versionIndex = 0;
      ntime = roundStart;
      extranonceIndex++;
    } else if (roundEnd < latestNtime) {
      beginRound(roundEnd + 1);
    } else {
      return false;
    }
    return true;
  }

  private void beginRound(long firstNtime) {
    roundStart = firstNtime;
    roundEnd = firstNtime;
    ntime = firstNtime;
    versionIndex = 0;
    extranonceIndex = 0;
  }

  boolean walks(MiningWork other) {
    return work.sharesSearchSpaceWith(other);
  }

  /** The next nonce to try. */
  long nonce() {
    return nonce;
  }

  /** Where a batch of at most {@code count} nonces ends, exclusive. */
  long batchEnd(int count) {
    return Math.min(slice.to(), nonce + count);
  }

  /** All nonces before {@code next} have been tried. */
  void moveTo(long next) {
    nonce = next;
  }

  byte[] header() {
    return work.header(version(), ntime, 0, extranonce());
  }

  /** The solution at {@code nonce}, for {@code asked}, which shares this cursor's search space. */
  Solution solution(MiningWork asked, long nonce) {
    return new Solution(asked, version(), ntime, nonce, extranonce());
  }

  private long version() {
    return work.version() ^ spread(versionIndex, work.versionRollingMask());
  }

  private Extranonce extranonce() {
    return Extranonce.of(work.extranonceSize(), extranonceIndex);
  }

  /** Lays the low bits of {@code index} into the bits that are set in {@code mask}. */
  private static long spread(long index, long mask) {
    long result = 0;
    long free = mask;
    for (long rest = index; rest != 0; rest >>>= 1) {
      long lowest = Long.lowestOneBit(free);
      if ((rest & 1) != 0) {
        result |= lowest;
      }
      free ^= lowest;
    }
    return result;
  }
}
