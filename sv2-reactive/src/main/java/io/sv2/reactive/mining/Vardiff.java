package io.sv2.reactive.mining;

/**
 * Decides what hash rate a channel's difficulty is made for: the strategy that finds out what its
 * miner really does. One for each channel, of one thread, told the time by its caller, whose clock
 * may be set back.
 *
 * <p>What it answers is a wish: a {@link TargetPolicy} keeps the target between the server's floor
 * and the client's maximum. Only accepted shares are evidence of work, and those that are right but
 * more than may be remembered.
 */
public interface Vardiff {
  /** Makes one for a channel that opens. */
  @FunctionalInterface
  interface Factory {
    /**
     * For a channel.
     *
     * @param hashRate what its difficulty begins with: hashes per second, finite, above 0
     * @param now milliseconds
     */
    Vardiff create(double hashRate, long now);

    /** Difficulty follows what clients declare, and nothing else. */
    static Factory asDeclared() {
      return (hashRate, now) -> new AsDeclared(hashRate);
    }
  }

  /** A share was right that took {@code hashes} on average. */
  void accepted(double hashes, long now);

  /**
   * The client has declared its hash rate once more, which may be the same: hashes per second,
   * finite, above 0.
   */
  void declared(double hashRate, long now);

  /**
   * The hash rate that the difficulty should be made for from now on; the one before when nothing
   * should change. Asked after each share and now and then without one.
   *
   * @param hashesPerShare that a share takes at what the miner works on
   */
  double hashRate(double hashesPerShare, long now);
}
