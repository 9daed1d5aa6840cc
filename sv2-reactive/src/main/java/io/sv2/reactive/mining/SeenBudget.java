package io.sv2.reactive.mining;

/**
 * How many shares the channels of one connection may have remembered on their tips, all together;
 * as many again, at most, are left of the tip before.
 */
final class SeenBudget {
  private final int max;
  private int taken;

  SeenBudget(int max) {
    this.max = max;
  }

  boolean isSpent() {
    return taken >= max;
  }

  /** More are remembered; also beyond the bound, since a block always is. */
  void take(int shares) {
    taken += shares;
  }

  void giveBack(int shares) {
    taken -= shares;
  }

  int taken() {
    return taken;
  }
}
