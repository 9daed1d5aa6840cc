package io.sv2.examples.pool;

import io.sv2.codec.template.SubmitSolution;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Blocks found a short while ago. SubmitSolution is not answered, so one that was sent into a
 * breaking connection, or found while there was none, is sent again with the next connection; a
 * template provider that has it already takes it for a duplicate. Thread-safe.
 */
final class RecentSolutions {
  private record Found(SubmitSolution solution, long millis) {}

  private final int most;
  private final Duration offeredFor;
  private final Deque<Found> found = new ArrayDeque<>(); // oldest first

  RecentSolutions(int most, Duration offeredFor) {
    this.most = most;
    this.offeredFor = offeredFor;
  }

  synchronized void add(SubmitSolution solution, long now) {
    found.addLast(new Found(solution, now));
    if (found.size() > most) {
      found.removeFirst();
    }
  }

  /** What was found a short while before {@code now}, oldest first. */
  synchronized List<SubmitSolution> at(long now) {
    found.removeIf(each -> now - each.millis >= offeredFor.toMillis());
    return found.stream().map(Found::solution).toList();
  }
}
