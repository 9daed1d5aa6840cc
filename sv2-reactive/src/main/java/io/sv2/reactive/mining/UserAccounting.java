package io.sv2.reactive.mining;

import io.sv2.codec.type.U256;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one user's shares have come to, on all channels and connections. Any thread may use it: the
 * path of a share only adds.
 */
public final class UserAccounting {
  private final LongAdder accepted = new LongAdder();
  private final LongAdder blocks = new LongAdder();
  private final DoubleAdder difficulty = new DoubleAdder();
  private final DoubleAdder hashes = new DoubleAdder();
  private final DoubleAdder declared = new DoubleAdder();
  private final AtomicInteger channels = new AtomicInteger();
  private final AtomicReference<@Nullable U256> best = new AtomicReference<>();
  private final Map<Rejection, LongAdder> rejected = new EnumMap<>(Rejection.class);
  private volatile boolean wasOpened;
  private final HashRateMeter meter; // guarded by itself
  private double measured; // of the hashes, by the meter; guarded by the meter

  UserAccounting(long windowMillis, long now) {
    this.meter = new HashRateMeter(windowMillis, now);
    for (Rejection reason : Rejection.values()) {
      rejected.put(reason, new LongAdder());
    }
  }

  void opened(double hashRate) {
    wasOpened = true;
    channels.incrementAndGet();
    declared.add(hashRate);
  }

  /** Whether all its channels have closed without a share: nothing is lost with it. */
  boolean isUnused() {
    return wasOpened && channels.get() == 0 && accepted.sum() == 0;
  }

  void closed(double hashRate) {
    channels.decrementAndGet();
    declared.add(-hashRate);
  }

  void declared(double before, double hashRate) {
    declared.add(hashRate - before);
  }

  void submitted(ShareResult result) {
    if (result instanceof ShareResult.Valid valid) {
      accepted(valid.hash(), valid.target());
    } else if (result instanceof ShareResult.Block block) {
      blocks.increment();
      accepted(block.hash(), block.target());
    } else if (result instanceof ShareResult.Rejected refused) {
      LongAdder count = rejected.get(refused.reason());
      if (count != null) {
        count.increment();
      }
    }
  }

  private void accepted(U256 hash, ShareTarget target) {
    accepted.increment();
    difficulty.add(target.difficulty());
    hashes.add(target.hashes());
    U256 before = best.get();
    while (before == null || hash.compareTo(before) < 0) {
      if (best.compareAndSet(before, hash)) {
        return;
      }
      before = best.get();
    }
  }

  /** Shares that counted, blocks among them. */
  public long accepted() {
    return accepted.sum();
  }

  /** Shares that were blocks. */
  public long blocks() {
    return blocks.sum();
  }

  /** Shares that did not count for {@code reason}. */
  public long rejected(Rejection reason) {
    LongAdder count = rejected.get(reason);
    return count == null ? 0 : count.sum();
  }

  /** The sum of the difficulties that shares were accepted at. */
  public double difficulty() {
    return difficulty.sum();
  }

  /** Hashes that the shares stand for, on average. */
  public double hashes() {
    return hashes.sum();
  }

  /** The difficulty that the best share would have met; 0 before the first. */
  public double bestDifficulty() {
    U256 hash = best.get();
    return hash == null ? 0 : Target.difficulty(hash);
  }

  /** Channels that are open. */
  public int channels() {
    return channels.get();
  }

  /** Hashes per second that the open channels have declared. */
  public double declaredHashRate() {
    return Math.max(0, declared.sum()); // sums of floating-point numbers do not end at 0 exactly
  }

  /** Hashes per second by accepted shares, taken as even between two times that it is asked for. */
  public double hashRate(long now) {
    synchronized (meter) {
      double all = hashes.sum();
      meter.addEvenly(all - measured, now);
      measured = all;
      return meter.perSecond(now);
    }
  }
}
