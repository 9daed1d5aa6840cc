package io.sv2.examples.miner;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a miner's pool has answered; read by others while it counts. */
public final class MinerStats {
  private static final int MAX_CODES = 32;

  private final LongAdder submitted = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder unsent = new LongAdder();
  private final Map<String, LongAdder> rejectedByCode = new ConcurrentHashMap<>();

  void submitted() {
    submitted.increment();
  }

  void unsent() {
    unsent.increment();
  }

  void accepted(long count) {
    accepted.add(count);
  }

  void rejected(String code) {
    rejected.increment();
    if (rejectedByCode.containsKey(code) || rejectedByCode.size() < MAX_CODES) {
      rejectedByCode.computeIfAbsent(code, c -> new LongAdder()).increment();
    }
  }

  /** Shares sent to the pool. */
  public long sharesSubmitted() {
    return submitted.sum();
  }

  /** Shares acknowledged by the pool. */
  public long sharesAccepted() {
    return accepted.sum();
  }

  /** Shares refused by the pool. */
  public long sharesRejected() {
    return rejected.sum();
  }

  /** Shares found while there was no connection. */
  public long sharesUnsent() {
    return unsent.sum();
  }

  /** Refusals by error code, the first {@value #MAX_CODES} codes. */
  public Map<String, LongAdder> rejectedByCode() {
    return Map.copyOf(rejectedByCode);
  }
}
