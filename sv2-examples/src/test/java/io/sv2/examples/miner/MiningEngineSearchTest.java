package io.sv2.examples.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine finds, and how fast it is allowed to. */
@Timeout(20)
class MiningEngineSearchTest {

  private final BlockingQueue<Solution> found = new LinkedBlockingQueue<>();
  private final FakeClock clock = new FakeClock();

  @Test
  void reportsOnlyHeadersThatMeetTheTargetAndNoneTwice() throws Exception {
    MiningWork work =
        Works.standard(1, Works.oneHashOf(128)).withVersionRollingMask(MiningWork.BIP323_MASK);
    try (MiningEngine engine =
        MiningEngine.start(MiningOptions.defaults().withThreads(3), found::add)) {
      engine.mine(work);
      List<Solution> solutions = take(3_000);

      assertThat(new HashSet<>(solutions)).hasSameSizeAs(solutions);
      assertThat(solutions).allMatch(s -> (s.hash()[31] & 0xff) <= 1);
      assertThat(engine.hashes()).isGreaterThan(3_000 * 128 / 2);
      assertThat(engine.solutions()).isGreaterThanOrEqualTo(3_000);
    }
  }

  @Test
  void neverTriesAnNtimeThatTheClockHasNotReached() throws Exception {
    MiningWork work = Works.standard(1, Works.everyHash()).withVersionRollingMask(0x60);
    List<Double> seconds = new ArrayList<>();
    try (MiningEngine engine =
        MiningEngine.start(
            MiningOptions.defaults().withClock(clock),
            solution -> {
              seconds.add(clock.elapsedSeconds());
              found.add(solution);
            },
            i -> new NonceSlice(0, 16))) {
      engine.mine(work);
      List<Solution> solutions = take(16 * 4 * 5);

      assertThat(new HashSet<>(solutions)).hasSameSizeAs(solutions);
      assertThat(solutions.get(solutions.size() - 1).ntime()).isEqualTo(Works.MIN_NTIME + 4);
      for (int i = 0; i < solutions.size(); i++) {
        assertThat(solutions.get(i).ntime() - Works.MIN_NTIME * 1.0)
            .isLessThanOrEqualTo(seconds.get(i));
      }
    }
  }

  @Test
  void hashesTheFieldsItReportsAfterRollingThem() throws Exception {
    MiningWork work = Works.extended(2).withVersionRollingMask(0x60).withTarget(Works.oneHashOf(2));
    try (MiningEngine engine =
        MiningEngine.start(
            MiningOptions.defaults().withClock(clock), found::add, i -> new NonceSlice(0, 16))) {
      engine.mine(work);

      assertThat(take(500))
          .allMatch(s -> s.hash()[31] >= 0)
          .anyMatch(s -> s.extranonce().equals(Extranonce.of(2, 3)));
    }
  }

  @Test
  void goesOnWhereItWasUnderAnotherTargetOrAfterAPause() throws Exception {
    MiningWork work = Works.standard(1, Works.everyHash());
    try (MiningEngine engine =
        MiningEngine.start(
            MiningOptions.defaults().withClock(clock),
            found::add,
            i -> new NonceSlice(0, 1L << 32))) {
      engine.mine(work);
      long last = take(100).get(99).nonce();
      engine.mine(work.withTarget(Works.oneHashOf(2)));
      last = assertRising(last);
      engine.pause();
      found.clear();
      engine.mine(work);
      assertRising(last);
    }
  }

  private long assertRising(long before) throws InterruptedException {
    long last = before;
    for (Solution solution : take(100)) {
      assertThat(solution.nonce()).isGreaterThan(last);
      last = solution.nonce();
    }
    return last;
  }

  @Test
  void keepsToTheHashrateLimit() throws Exception {
    MiningWork work = Works.standard(1, Works.oneHashOf(64));
    List<double[]> readings = new ArrayList<>();
    MiningEngine[] engine = new MiningEngine[1];
    engine[0] =
        MiningEngine.start(
            MiningOptions.defaults().withClock(clock).withHashrateLimit(5_000),
            solution -> {
              double time = clock.elapsedSeconds();
              readings.add(new double[] {engine[0].hashes() / time, engine[0].hashrate()});
              if (time > 30) {
                engine[0].pause();
                found.add(solution);
              }
            });
    engine[0].mine(work);
    take(1);
    engine[0].close();

    double[] last = readings.get(readings.size() - 1);
    assertThat(last[0]).isCloseTo(5_000, within(250.0));
    assertThat(last[1]).isCloseTo(5_000, within(250.0));
  }

  private List<Solution> take(int count) throws InterruptedException {
    List<Solution> taken = new ArrayList<>();
    while (taken.size() < count) {
      Solution next = found.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("solution %d", taken.size()).isNotNull();
      taken.add(next);
    }
    return taken;
  }
}
