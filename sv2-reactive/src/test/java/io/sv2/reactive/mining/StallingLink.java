package io.sv2.reactive.mining;

import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/**
 * A link that stands still now and then, for up to a minute, after which all that waited comes at
 * once. Asked in the order of time.
 */
final class StallingLink implements LongUnaryOperator {
  private static final long MAX_FLOW = 240_000;
  private static final long MAX_STALL = 60_000;

  private final SplittableRandom random;
  private long stalls;
  private long flows;

  StallingLink(long seed) {
    this.random = new SplittableRandom(seed);
    next();
  }

  private void next() {
    stalls = flows + random.nextLong(MAX_FLOW);
    flows = stalls + random.nextLong(MAX_STALL);
  }

  @Override
  public long applyAsLong(long sent) {
    while (sent >= flows) {
      next();
    }
    return sent < stalls ? sent : flows;
  }
}
