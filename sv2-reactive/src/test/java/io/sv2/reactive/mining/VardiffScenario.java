package io.sv2.reactive.mining;

import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;

/**
 * A miner, its link and its server's clock: the world around a {@link Vardiff}. Times are
 * milliseconds of virtual time from 0.
 *
 * @param length of the run
 * @param sharesPerMinute that the server wants
 * @param floor least hash rate that the server's target stands for
 * @param declared hashes per second that the client says when its channel opens
 * @param hashRate hashes per second that it really has, by time
 * @param link when a share arrives by when it was found, for a seed
 * @param clock what the server's clock shows, by time
 * @param seed of the miner's luck
 */
record VardiffScenario(
    Duration length,
    double sharesPerMinute,
    double floor,
    double declared,
    LongToDoubleFunction hashRate,
    LongFunction<LongUnaryOperator> link,
    LongUnaryOperator clock,
    long seed) {
  /** A miner of this hash rate that says so, on a link without delay. */
  static VardiffScenario of(
      Duration length, double sharesPerMinute, double floor, double hashRate) {
    return new VardiffScenario(
        length,
        sharesPerMinute,
        floor,
        hashRate,
        time -> hashRate,
        seed -> LongUnaryOperator.identity(),
        LongUnaryOperator.identity(),
        1);
  }

  VardiffScenario withDeclared(double other) {
    return new VardiffScenario(length, sharesPerMinute, floor, other, hashRate, link, clock, seed);
  }

  VardiffScenario withHashRate(LongToDoubleFunction other) {
    return new VardiffScenario(length, sharesPerMinute, floor, declared, other, link, clock, seed);
  }

  VardiffScenario withLink(LongFunction<LongUnaryOperator> other) {
    return new VardiffScenario(
        length, sharesPerMinute, floor, declared, hashRate, other, clock, seed);
  }

  VardiffScenario withClock(LongUnaryOperator other) {
    return new VardiffScenario(
        length, sharesPerMinute, floor, declared, hashRate, link, other, seed);
  }

  VardiffScenario withSeed(long other) {
    return new VardiffScenario(
        length, sharesPerMinute, floor, declared, hashRate, link, clock, other);
  }
}
