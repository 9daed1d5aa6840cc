package io.sv2.examples.bitcoin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.base.Sha256Hash;

/** The last headers of a simulated chain, and the difficulty they ask of the next block. */
final class HeaderChain {
  private static final int MEDIAN_TIME_SPAN = 11;

  private final SimulatedChainConfig config;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long nextBits;

  HeaderChain(SimulatedChainConfig config, Sha256Hash firstHash, Instant now) {
    this.config = config;
    this.nextBits = NBits.ofExpectedHashes(config.hashesPerBlock());
    double hashes = NBits.expectedHashes(NBits.toTarget(nextBits));
    entries.add(new Entry(config.startHeight(), firstHash, now.getEpochSecond(), hashes, now));
  }

  void append(BlockHeader header, Instant arrived) {
    double hashes = NBits.expectedHashes(NBits.toTarget(header.bits()));
    int height = entries.getLast().height() + 1;
    entries.addLast(new Entry(height, header.hash(), header.time(), hashes, arrived));
    if (entries.size() > config.keptHeaders()) {
      entries.removeFirst();
    }
    nextBits = NBits.ofExpectedHashes(retarget(hashes));
  }

  ChainTip tip() {
    return new ChainTip(entries.getLast().height(), entries.getLast().hash());
  }

  boolean knows(Sha256Hash hash) {
    return entries.stream().anyMatch(entry -> entry.hash().equals(hash));
  }

  /** The compact target demanded of the next block. */
  long nextBits() {
    return nextBits;
  }

  /** A block's time must be above this, in Unix seconds. */
  long medianTimePast() {
    List<Long> times = last(MEDIAN_TIME_SPAN).stream().map(Entry::time).sorted().toList();
    return times.get(times.size() / 2);
  }

  /** Measured hash rate times the wanted spacing, at most a factor of 4 from the last block. */
  private double retarget(double lastHashes) {
    List<Entry> window = last(config.retargetWindow() + 1);
    double work = window.stream().skip(1).mapToDouble(Entry::hashes).sum();
    double spacing = seconds(config.blockSpacing());
    double wanted =
        elapsed(window).map(elapsed -> work / seconds(elapsed) * spacing).orElse(Double.MAX_VALUE);
    double clamped = Math.min(Math.max(wanted, lastHashes / 4), lastHashes * 4);
    return Math.max(clamped, config.minHashesPerBlock());
  }

  /** The time the window took, unless the clock stood still or ran backwards. */
  private static Optional<Duration> elapsed(List<Entry> window) {
    Duration elapsed =
        Duration.between(window.get(0).arrived(), window.get(window.size() - 1).arrived());
    return Optional.of(elapsed).filter(time -> !time.isNegative() && !time.isZero());
  }

  private List<Entry> last(int count) {
    List<Entry> all = new ArrayList<>(entries);
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** {@code hashes} is the work a block took on average, {@code time} its own in Unix seconds. */
  private record Entry(int height, Sha256Hash hash, long time, double hashes, Instant arrived) {}
}
