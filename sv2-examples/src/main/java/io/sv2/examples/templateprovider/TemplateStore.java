package io.sv2.examples.templateprovider;

import io.sv2.examples.bitcoin.BlockTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The templates that were served: one for each block template and set of constraints, however many
 * clients share them; the oldest go. Thread-safe.
 */
final class TemplateStore {
  /** What a client asked for (section 7.1). */
  record Constraints(int outputsSize, int sigops) {}

  /** The block source's {@code number}th template. */
  record Offer(long number, BlockTemplate block) {}

  private record Key(long offer, Constraints constraints) {}

  private final int max;
  private final Map<Long, ServedTemplate> byId = new LinkedHashMap<>();
  private final Map<Key, ServedTemplate> ofLatest = new LinkedHashMap<>();
  private long nextId;

  /** Ids begin with {@code firstId}: higher than those of an earlier run, so none is mistaken. */
  TemplateStore(int max, long firstId) {
    this.max = max;
    this.nextId = firstId;
  }

  /**
   * The template to send for {@code offer}; made at the first call for these constraints, and at
   * each call for a {@code fresh} one, which nobody else is given.
   */
  synchronized ServedTemplate serve(Offer offer, Constraints constraints, boolean fresh) {
    Key key = new Key(offer.number(), constraints);
    ServedTemplate served = fresh ? null : ofLatest.get(key);
    if (served == null || !byId.containsKey(served.id())) {
      ofLatest.keySet().removeIf(other -> other.offer() != offer.number());
      served =
          ServedTemplate.of(
              nextId++, offer.block().fit(constraints.outputsSize(), constraints.sigops()));
      if (!fresh) {
        ofLatest.put(key, served);
      }
      byId.put(served.id(), served);
      if (byId.size() > max) {
        ServedTemplate oldest = byId.remove(byId.keySet().iterator().next());
        ofLatest.values().remove(oldest);
      }
    }
    return served;
  }

  /** A fresh template whose only client has asked for so many since that it cannot want it. */
  synchronized void forget(long id) {
    byId.remove(id);
  }

  synchronized @Nullable ServedTemplate byId(long id) {
    return byId.get(id);
  }
}
