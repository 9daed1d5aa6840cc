package io.sv2.examples.miner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchCursorTest {

  private static final long MIN = Works.MIN_NTIME;
  private static final long V = Works.VERSION;
  private static final NonceSlice TWO_NONCES = new NonceSlice(4, 6);

  @Test
  void rollsNonceThenVersionThenNtime() {
    MiningWork work = Works.standard(1, Works.everyHash()).withVersionRollingMask(0x0000_2020L);
    SearchCursor cursor = new SearchCursor(work, TWO_NONCES);

    assertThat(tried(cursor, work, MIN + 1))
        .startsWith(
            new Solution(work, V, MIN, 4, Extranonce.of(0, 0)),
            new Solution(work, V, MIN, 5, Extranonce.of(0, 0)),
            new Solution(work, V + 0x20, MIN, 4, Extranonce.of(0, 0)))
        .element(6)
        .isEqualTo(new Solution(work, V + 0x2020, MIN, 4, Extranonce.of(0, 0)));
    assertThat(cursor.ready(MIN + 1)).isFalse();
  }

  @Test
  void rollsTheExtranonceWhenNtimeHasCaughtUpWithTheClock() {
    MiningWork work = Works.extended(1);
    SearchCursor cursor = new SearchCursor(work, new NonceSlice(0, 1));

    List<Solution> tried = tried(cursor, work, MIN + 1);

    assertThat(tried)
        .startsWith(
            new Solution(work, V, MIN, 0, Extranonce.of(1, 0)),
            new Solution(work, V, MIN + 1, 0, Extranonce.of(1, 0)),
            new Solution(work, V, MIN, 0, Extranonce.of(1, 1)))
        .hasSize(2 * 256);
  }

  @Test
  void beginsAgainWithTheNextSecondWhenAllExtranoncesAreDone() {
    MiningWork work = Works.extended(1);
    SearchCursor cursor = new SearchCursor(work, new NonceSlice(0, 1));
    tried(cursor, work, MIN);

    assertThat(cursor.ready(MIN)).isFalse();
    assertThat(cursor.ready(MIN)).isFalse();
    assertThat(tried(cursor, work, MIN + 1))
        .startsWith(new Solution(work, V, MIN + 1, 0, Extranonce.of(1, 0)))
        .hasSize(256);
  }

  @Test
  void triesEveryHeaderOnceAndNeverRunsAheadOfTheClock() {
    long mask = 0x1000_0060L;
    MiningWork work = Works.extended(1).withVersionRollingMask(mask);
    SearchCursor cursor = new SearchCursor(work, TWO_NONCES);
    Random random = new Random(7);
    Set<Solution> seen = new HashSet<>();
    long clock = MIN;
    while (clock <= MIN + 5) {
      if (!cursor.ready(clock) || random.nextInt(5_000) == 0) {
        clock++;
        continue;
      }
      Solution at = cursor.solution(work, cursor.nonce());
      cursor.moveTo(cursor.nonce() + 1);
      assertThat(seen.add(at)).as("tried twice: %s", at).isTrue();
      assertThat(at.ntime()).isBetween(MIN, clock);
      assertThat(at.version() & ~mask).isEqualTo(V & ~mask);
    }
    // Nothing is left out either: when the cursor waits, all is done up to the clock.
    long lastDone = seen.stream().mapToLong(Solution::ntime).max().orElseThrow();
    assertThat(seen.stream().filter(at -> at.ntime() < lastDone))
        .hasSize((int) (lastDone - MIN) * 256 * 8 * 2);
  }

  @Test
  void slicesOfWorkersMeetWithoutOverlapOrGap() {
    long next = 0;
    for (int i = 0; i < 7; i++) {
      NonceSlice slice = NonceSlice.ofWorker(i, 7);
      assertThat(slice.from()).isEqualTo(next);
      next = slice.to();
    }
    assertThat(next).isEqualTo(1L << 32);
  }

  private static List<Solution> tried(SearchCursor cursor, MiningWork work, long clock) {
    List<Solution> tried = new ArrayList<>();
    while (cursor.ready(clock)) {
      tried.add(cursor.solution(work, cursor.nonce()));
      cursor.moveTo(cursor.nonce() + 1);
      assertThat(tried).as("a search that ends").hasSizeLessThan(10_000);
    }
    return tried;
  }
}
