package io.sv2.reactive.mining;

import io.sv2.codec.type.U256;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a channel's shares have come to since it was opened. Of one thread, as its channel. */
public final class ShareAccounting {
  private static final class Count {
    long value;
  }

  private @Nullable Map<Rejection, Count> rejected; // most miners' shares are right
  private final HashRateMeter meter;
  private long accepted;
  private long blocks;
  private double hashes;
  private double difficulty;
  private @Nullable U256 best;

  ShareAccounting(ChannelConfig config, long now) {
    this.meter = new HashRateMeter(config.hashRateWindow().toMillis(), now);
  }

  void accepted(U256 hash, ShareTarget target, long now) {
    accepted++;
    hashes += target.hashes();
    difficulty += target.difficulty();
    meter.add(target.hashes(), now);
    if (best == null || hash.compareTo(best) < 0) {
      best = hash;
    }
  }

  void block() {
    blocks++;
  }

  void refused(Rejection reason) {
    Map<Rejection, Count> counts = rejected;
    if (counts == null) {
      counts = new EnumMap<>(Rejection.class);
      rejected = counts;
    }
    counts.computeIfAbsent(reason, r -> new Count()).value++;
  }

  /** Shares that counted, blocks among them. */
  public long accepted() {
    return accepted;
  }

  /** Shares that were blocks. */
  public long blocks() {
    return blocks;
  }

  /** Shares that did not count for {@code reason}. */
  public long rejected(Rejection reason) {
    Count count = rejected == null ? null : rejected.get(reason);
    return count == null ? 0 : count.value;
  }

  /** Shares that did not count, by reason; only reasons that there were. */
  public Map<Rejection, Long> rejected() {
    Map<Rejection, Long> counts = new EnumMap<>(Rejection.class);
    if (rejected != null) {
      rejected.forEach((reason, count) -> counts.put(reason, count.value));
    }
    return counts;
  }

  /** Hashes that the shares stand for, on average. */
  public double hashes() {
    return hashes;
  }

  /** The sum of the difficulties that shares were accepted at. */
  public double difficulty() {
    return difficulty;
  }

  /** The lowest hash of an accepted share; null before the first. */
  public @Nullable U256 bestHash() {
    return best;
  }

  /** The difficulty that the best share would have met; 0 before the first. */
  public double bestDifficulty() {
    return best == null ? 0 : Target.difficulty(best);
  }

  /** Hashes per second by accepted shares, over {@link ChannelConfig#hashRateWindow()}. */
  public double hashRate(long now) {
    return meter.perSecond(now);
  }
}
