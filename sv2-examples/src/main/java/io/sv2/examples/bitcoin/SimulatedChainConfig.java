package io.sv2.examples.bitcoin;

import java.time.Duration;

/**
 * Size and pace of a {@link SimulatedChain}.
 *
 * @param startHeight of the first tip, at least 1; it also decides the subsidy
 * @param hashesPerBlock attempts that the first block takes on average, 2 to 1e60
 * @param minHashesPerBlock the difficulty never falls below this, 2 to hashesPerBlock
 * @param blockSpacing the time between blocks that the difficulty steers for, 1 ms to 1 day
 * @param retargetWindow blocks over which the hash rate is measured, 1 to 2,016
 * @param transactionsPerBlock transactions in a new template, 0 to 10,000; while no block is found
 *     fees grow by new ones up to four times this number
 * @param feeInterval time between templates with better fees; zero for none
 * @param minFeeDelta a template for the same tip brings more than this, in satoshis, at least 0
 * @param keptTips tips for which an unconfirmed transaction stays valid, 1 to 100
 * @param keptHeaders headers remembered, at least 12 and above retargetWindow, at most 10,000
 */
public record SimulatedChainConfig(
    int startHeight,
    double hashesPerBlock,
    double minHashesPerBlock,
    Duration blockSpacing,
    int retargetWindow,
    int transactionsPerBlock,
    Duration feeInterval,
    long minFeeDelta,
    int keptTips,
    int keptHeaders) {

  /** Throws {@link IllegalArgumentException} for a value out of its range. */
  public SimulatedChainConfig {
    require(startHeight >= 1 && startHeight < Integer.MAX_VALUE - 1, "startHeight", startHeight);
    require(hashesPerBlock >= 2 && hashesPerBlock <= 1e60, "hashesPerBlock", hashesPerBlock);
    require(
        minHashesPerBlock >= 2 && minHashesPerBlock <= hashesPerBlock,
        "minHashesPerBlock",
        minHashesPerBlock);
    require(
        blockSpacing.toMillis() >= 1 && blockSpacing.compareTo(Duration.ofDays(1)) <= 0,
        "blockSpacing",
        blockSpacing);
    require(retargetWindow >= 1 && retargetWindow <= 2016, "retargetWindow", retargetWindow);
    require(
        transactionsPerBlock >= 0 && transactionsPerBlock <= 10_000,
        "transactionsPerBlock",
        transactionsPerBlock);
    require(!feeInterval.isNegative(), "feeInterval", feeInterval);
    require(minFeeDelta >= 0, "minFeeDelta", minFeeDelta);
    require(keptTips >= 1 && keptTips <= 100, "keptTips", keptTips);
    require(
        keptHeaders >= 12 && keptHeaders > retargetWindow && keptHeaders <= 10_000,
        "keptHeaders",
        keptHeaders);
  }

  /**
   * A chain at height 840,000 (subsidy 3.125 BTC) with a block every 30 s at 1 MH/s.
   *
   * @return the defaults
   */
  public static SimulatedChainConfig defaults() {
    return new SimulatedChainConfig(
        840_000, 30_000_000, 2, Duration.ofSeconds(30), 8, 6, Duration.ofSeconds(5), 1000, 4, 64);
  }

  /**
   * Another height to start from.
   *
   * @param height at least 1
   * @return a changed copy
   */
  public SimulatedChainConfig withStartHeight(int height) {
    return new SimulatedChainConfig(
        height,
        hashesPerBlock,
        minHashesPerBlock,
        blockSpacing,
        retargetWindow,
        transactionsPerBlock,
        feeInterval,
        minFeeDelta,
        keptTips,
        keptHeaders);
  }

  /**
   * Another pace.
   *
   * @param hashes attempts that the first block takes on average, 2 to 1e60
   * @param spacing the time between blocks to steer for
   * @return a changed copy
   */
  public SimulatedChainConfig withPace(double hashes, Duration spacing) {
    return new SimulatedChainConfig(
        startHeight,
        hashes,
        minHashesPerBlock,
        spacing,
        retargetWindow,
        transactionsPerBlock,
        feeInterval,
        minFeeDelta,
        keptTips,
        keptHeaders);
  }

  /**
   * Other traffic.
   *
   * @param perBlock transactions in a new template, 0 to 10,000
   * @param interval time between templates with better fees; zero for none
   * @return a changed copy
   */
  public SimulatedChainConfig withTransactions(int perBlock, Duration interval) {
    return new SimulatedChainConfig(
        startHeight,
        hashesPerBlock,
        minHashesPerBlock,
        blockSpacing,
        retargetWindow,
        perBlock,
        interval,
        minFeeDelta,
        keptTips,
        keptHeaders);
  }

  private static void require(boolean holds, String field, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s is %s: out of the range documented for it".formatted(field, value));
    }
  }
}
