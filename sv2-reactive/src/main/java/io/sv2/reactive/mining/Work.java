package io.sv2.reactive.mining;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is to work on: the last complete pair of tip and template, and the templates that wait
 * for a tip. Immutable: each change is a new one with a higher sequence, so that a connection can
 * tell what it has been sent, and a channel that is opened between a template and its tip is served
 * from the pair before.
 *
 * @param sequence counts changes
 * @param tip to build on; null before the first
 * @param tipSince when its least header time was the time, milliseconds of the server's clock
 * @param current template to use on it; null before the first
 * @param currentSequence when that template became the current one
 * @param future templates for the next tip, by id, oldest first
 */
public record Work(
    long sequence,
    @Nullable Tip tip,
    long tipSince,
    @Nullable WorkTemplate current,
    long currentSequence,
    Map<Long, WorkTemplate> future) {
  /** Nothing yet. */
  public static final Work NONE = new Work(0, null, 0, null, 0, Map.of());

  /** Copies the templates, in their order. */
  public Work {
    future = Collections.unmodifiableMap(new LinkedHashMap<>(future));
  }

  /**
   * With a template from the provider, for the next tip or for this one.
   *
   * @param made of it, with the pool's coinbase
   * @param maxFuture future templates kept; the oldest goes
   */
  public Work with(NewTemplate template, WorkTemplate made, int maxFuture) {
    return template.futureTemplate() ? withFuture(made, maxFuture) : withCurrent(made);
  }

  /** A template for a tip that is yet to come; the oldest goes when there are too many. */
  public Work withFuture(WorkTemplate template, int max) {
    Map<Long, WorkTemplate> more = new LinkedHashMap<>(future);
    more.remove(template.templateId());
    more.put(template.templateId(), template);
    if (more.size() > max) {
      more.remove(more.keySet().iterator().next());
    }
    return new Work(sequence + 1, tip, tipSince, current, currentSequence, more);
  }

  /** A better template for the tip that is there. */
  public Work withCurrent(WorkTemplate template) {
    return new Work(sequence + 1, tip, tipSince, template, sequence + 1, future);
  }

  /**
   * With the tip that a template waited for; this, unchanged, when that template is not known.
   *
   * @param now milliseconds of the server's clock
   */
  public Work with(SetNewPrevHash message, long now) {
    WorkTemplate template = future.get(message.templateId());
    return template == null ? this : withTip(Tip.of(message), template, now);
  }

  /**
   * A new tip with a template that waited for it. Where the tip is the one we have, after the
   * template provider was connected anew, no job becomes stale: only the template changes, and the
   * least header time where that has grown.
   */
  public Work withTip(Tip next, WorkTemplate template, long now) {
    Tip before = tip;
    if (before == null || !before.isSameBlock(next)) {
      return new Work(sequence + 1, next, now, template, sequence + 1, Map.of());
    }
    boolean later = next.minNtime() > minNtime(now);
    return new Work(
        sequence + 1,
        before, // whose least time stays what a block may have
        later ? now - 1_000 * (next.minNtime() - before.minNtime()) : tipSince,
        template,
        sequence + 1,
        Map.of());
  }

  /** Whether {@code before} builds on another block than this, or on none. */
  public boolean hasNewTip(Work before) {
    return tip != null && (before.tip == null || !before.tip.isSameBlock(tip));
  }

  /** Lowest header time for a job that is made now, Unix seconds. */
  public long minNtime(long now) {
    return tip == null ? 0 : tip.minNtime() + Math.max(0, now - tipSince) / 1_000;
  }
}
