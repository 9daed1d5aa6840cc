package io.sv2.examples.demo;

import io.sv2.codec.type.B064K;
import java.time.Duration;

/**
 * How long and how large a demo is.
 *
 * @param duration it runs at most
 * @param blocks accepted blocks after which it ends; 0: none, it runs for its duration
 * @param miners CPU miners, one thread each, standard and extended channels in turn
 * @param sharesPerMinute aimed at for each miner
 * @param payoutScript that blocks pay
 */
public record DemoConfig(
    Duration duration, int blocks, int miners, double sharesPerMinute, B064K payoutScript) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is exceeded
   */
  public DemoConfig {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("duration: longer than nothing, not " + duration);
    }
    if (miners < 1 || miners > 256) {
      throw new IllegalArgumentException("miners: 1 to 256, not " + miners);
    }
    if (blocks < 0) {
      throw new IllegalArgumentException("blocks: from 0 up, not " + blocks);
    }
  }
}
