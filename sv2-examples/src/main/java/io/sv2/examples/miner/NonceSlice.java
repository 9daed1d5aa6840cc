package io.sv2.examples.miner;

/**
 * The nonces {@code [from, to)} that belong to one worker. Slices of one engine never overlap, so
 * its workers can roll all other fields without asking one another.
 */
record NonceSlice(long from, long to) {

  private static final long NONCES = 1L << 32;

  NonceSlice {
    if (from < 0 || to > NONCES || from >= to) {
      throw new IllegalArgumentException("no nonces in [" + from + ", " + to + ")");
    }
  }

  static NonceSlice ofWorker(int worker, int workers) {
    return new NonceSlice(NONCES * worker / workers, NONCES * (worker + 1) / workers);
  }
}
