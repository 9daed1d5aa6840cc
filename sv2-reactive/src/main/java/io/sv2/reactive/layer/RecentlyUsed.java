package io.sv2.reactive.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** As many values as allowed, made when first asked for; the one least recently used goes first. */
final class RecentlyUsed<K, V> {
  private static final float LOAD = 0.75f;

  private final Map<K, V> values; // guarded by this
  private final Function<K, V> make;

  RecentlyUsed(int most, Function<K, V> make) {
    this.make = make;
    this.values =
        new LinkedHashMap<>(16, LOAD, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  synchronized V get(K key) {
    V value = values.get(key);
    if (value == null) {
      value = make.apply(key);
      values.put(key, value);
    }
    return value;
  }

  synchronized int size() {
    return values.size();
  }
}
