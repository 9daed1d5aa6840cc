package io.sv2.reactive.mining;

/**
 * The work of the last while, exponentially weighted; of all that there is, equally, as long as
 * that is much less than the window. Rates are hashes per millisecond.
 */
final class WorkWindow {
  private final double length; // milliseconds
  private double work; // hashes, by weight
  private double squares; // of each share's hashes and weight: the variance of the work
  private double time; // milliseconds, by weight
  private double timeSquares; // by the square of the weight

  WorkWindow(double length) {
    this.length = length;
  }

  /** Forgets all, and takes {@code rate} as measured for so many milliseconds. */
  void begin(double rate, double weight) {
    time = Math.min(weight, length);
    timeSquares = time;
    work = rate * time;
    squares = 0;
  }

  /**
   * Time passes.
   *
   * @param kept what is left of a weight: e to the minus of that time over the window
   */
  void pass(double kept) {
    work *= kept;
    squares *= kept * kept;
    time = time * kept + length * (1 - kept);
    timeSquares = timeSquares * kept * kept + length / 2 * (1 - kept * kept);
  }

  void add(double hashes, double hashesSquared) {
    work += hashes;
    squares += hashesSquared;
  }

  /** Milliseconds that are measured. */
  double time() {
    return time;
  }

  /** As measured; more than {@code other} only when that is so over {@code minTime} at least. */
  double rate(double minTime, double other) {
    return work > other * time ? Math.max(other, work / Math.max(time, minTime)) : work / time;
  }

  /**
   * The evidence against {@code rate}: twice the logarithm of how much likelier the work is at the
   * rate that it was measured at. About the square of a deviation in standard deviations.
   *
   * @param lateness milliseconds of work that may be late, or come late, in favour of the rate
   */
  double against(double rate, double hashesPerShare, double lateness) {
    double expected = rate * time;
    double late = rate * lateness;
    expected = work > expected ? Math.min(work, expected + late) : Math.max(work, expected - late);
    double share = hashesPerShare * timeSquares / time;
    if (work <= 0) {
      return 2 * expected / share;
    }
    share = Math.max(share, squares / work); // shares that were harder say less
    return 2 * (expected - work + work * Math.log(work / expected)) / share;
  }
}
