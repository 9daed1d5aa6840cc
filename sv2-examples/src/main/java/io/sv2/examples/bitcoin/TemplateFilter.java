package io.sv2.examples.bitcoin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets a new tip pass at once and better fees at the configured pace. One stream, no threads. */
final class TemplateFilter implements Predicate<BlockTemplate> {
  private final NodeConfig config;
  private final Clock clock;
  private @Nullable BlockTemplate last;
  private Instant passed = Instant.EPOCH;

  TemplateFilter(NodeConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public boolean test(BlockTemplate next) {
    BlockTemplate before = last;
    Instant now = clock.instant();
    if (before != null
        && before.previousBlockHash().equals(next.previousBlockHash())
        && !isWorthIt(before, next, now)) {
      return false;
    }
    last = next;
    passed = now;
    return true;
  }

  private boolean isWorthIt(BlockTemplate before, BlockTemplate next, Instant now) {
    return next.coinbaseValue() - before.coinbaseValue() > config.minFeeDelta()
        && Duration.between(passed, now).compareTo(config.feeInterval()) >= 0;
  }
}
