package io.sv2.reactive.mining;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand miners of 1 GH/s to 1 EH/s, each of which declares between a quarter and four times
 * what it has.
 */
class VardiffFleetTest {
  private static final int MINERS = 10_000;
  private static final double WANTED = 6;
  private static final double CHANCE = Math.sqrt(WANTED / 60); // of shares a minute in an hour
  private static final Duration SETTLED = ofMinutes(30);
  private static final Duration END = ofMinutes(90);

  private static List<VardiffTrace> fleet(Vardiff.Factory vardiff, int miners) {
    SplittableRandom random = new SplittableRandom(1);
    List<VardiffTrace> runs = new ArrayList<>();
    for (int i = 0; i < miners; i++) {
      double rate = Math.pow(10, 9 + 9 * random.nextDouble());
      double declared = rate * Math.pow(4, 2 * random.nextDouble() - 1);
      VardiffScenario scenario = VardiffScenario.of(END, WANTED, 1e6, rate);
      runs.add(VardiffSimulation.run(scenario.withDeclared(declared).withSeed(i), vardiff));
    }
    return runs;
  }

  @Test
  void theMeanIsRightAndNobodyIsFarFromIt() {
    List<VardiffTrace> runs = fleet(SmoothedVardiff.factory(VardiffConfig.DEFAULT), MINERS);
    VardiffSample shares = VardiffSample.of(runs, run -> run.sharesPerMinute(SETTLED, END));
    VardiffSample ratio = VardiffSample.of(runs, run -> run.ratio(END.minusSeconds(1)));
    assertThat(shares.mean()).isBetween(WANTED * 0.985, WANTED * 1.015);
    assertThat(shares.deviation()).isBetween(CHANCE, 0.5);
    assertThat(shares.quantile(0.001)).isGreaterThan(WANTED * 0.75);
    assertThat(shares.quantile(0.999)).isLessThan(WANTED * 1.25);
    assertThat(ratio.mean()).isBetween(0.985, 1.015);
    assertThat(ratio.deviation()).isLessThan(0.1);
    assertThat(ratio.min()).isGreaterThan(0.4);
    assertThat(ratio.max()).isLessThan(2);
    assertThat(VardiffSample.of(runs, run -> run.changesPerHour(SETTLED, END)).mean())
        .isLessThan(0.7);
    assertThat(VardiffSample.of(runs, run -> run.lowestRatio(SETTLED, END)).quantile(0.001))
        .isGreaterThan(0.5);
    assertThat(VardiffSample.of(runs, run -> run.highestRatio(SETTLED, END)).quantile(0.999))
        .isLessThan(1.7);
  }

  @Test
  void theNaiveControllerIsWrongOnAverageAndByMore() {
    List<VardiffTrace> runs = fleet(RatioVardiff.factory(WANTED), MINERS / 50);
    VardiffSample shares = VardiffSample.of(runs, run -> run.sharesPerMinute(SETTLED, END));
    VardiffSample ratio = VardiffSample.of(runs, run -> run.ratio(END.minusSeconds(1)));
    assertThat(shares.mean()).isGreaterThan(WANTED * 1.15);
    assertThat(ratio.deviation()).isGreaterThan(0.3);
    assertThat(VardiffSample.of(runs, run -> run.changesPerHour(SETTLED, END)).mean())
        .isGreaterThan(40);
  }
}
