package io.sv2.examples.pool;

import io.sv2.reactive.mining.Tip;
import io.sv2.reactive.mining.WorkTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to work on: the last complete pair of tip and template, and the templates that wait
 * for a tip. Immutable: each change is a new one with a higher sequence, so that a connection can
 * tell what it has been sent.
 *
 * @param sequence counts changes
 * @param tip to build on; null before the first
 * @param tipSince when it became known, milliseconds of the pool's clock
 * @param current template to use on it; null before the first
 * @param currentSequence when that template became the current one
 * @param future templates for the next tip, by id, oldest first
 */
record PoolWork(
    long sequence,
    @Nullable Tip tip,
    long tipSince,
    @Nullable WorkTemplate current,
    long currentSequence,
    Map<Long, WorkTemplate> future) {
  static final PoolWork NONE = new PoolWork(0, null, 0, null, 0, Map.of());

  /** A template for a tip that is yet to come; the oldest goes when there are too many. */
  PoolWork withFuture(WorkTemplate template, int max) {
    Map<Long, WorkTemplate> more = new LinkedHashMap<>(future);
    more.put(template.templateId(), template);
    if (more.size() > max) {
      more.remove(more.keySet().iterator().next());
    }
    return new PoolWork(sequence + 1, tip, tipSince, current, currentSequence, more);
  }

  /** A better template for the tip that is there. */
  PoolWork withCurrent(WorkTemplate template) {
    return new PoolWork(sequence + 1, tip, tipSince, template, sequence + 1, future);
  }

  /**
   * A new tip with a template that waited for it. Where the tip is the one we have, after the
   * template provider was connected anew, only the template changes and no job becomes stale.
   */
  PoolWork withTip(Tip next, WorkTemplate template, long now) {
    boolean same =
        tip != null && tip.prevHash().equals(next.prevHash()) && tip.nBits() == next.nBits();
    return same
        ? new PoolWork(sequence + 1, tip, tipSince, template, sequence + 1, Map.of())
        : new PoolWork(sequence + 1, next, now, template, sequence + 1, Map.of());
  }

  /** Lowest header time for a job that is made now. */
  long minNtime(long now) {
    return tip == null ? 0 : tip.minNtime() + (now - tipSince) / 1_000;
  }
}
