package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.VardiffScenarios.CHANGE;
import static io.sv2.reactive.mining.VardiffScenarios.FLOOR;
import static io.sv2.reactive.mining.VardiffScenarios.RATE;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What vardiff does to a miner, over many runs of chance: the mean of a figure, and the worst run.
 */
class VardiffSimulationTest {
  private static final Vardiff.Factory OURS = SmoothedVardiff.factory(VardiffConfig.DEFAULT);
  private static final int RUNS = 60;
  private static final Duration SETTLED = ofMinutes(30);
  private static final Duration END = ofHours(3);

  private static List<VardiffTrace> runs(VardiffScenario scenario) {
    return VardiffSample.runs(scenario, OURS, RUNS);
  }

  private static VardiffSample minutesToRight(List<VardiffTrace> runs, Duration from) {
    return VardiffSample.of(runs, run -> run.minutesToRight(from));
  }

  /**
   * Jobs are never so much too easy or too hard; in 95 of 100 runs by less than a factor of 1.7.
   */
  private static void assertRatios(
      List<VardiffTrace> runs, Duration from, double low, double high) {
    VardiffSample lowest = VardiffSample.of(runs, run -> run.lowestRatio(from, END));
    VardiffSample highest = VardiffSample.of(runs, run -> run.highestRatio(from, END));
    assertThat(lowest.quantile(0.05)).isGreaterThan(1 / 1.7);
    assertThat(highest.quantile(0.95)).isLessThan(1.7);
    assertThat(lowest.min()).isGreaterThan(low);
    assertThat(highest.max()).isLessThan(high);
  }

  /** Without bias, and as good as never touched; the naive controller changes every minute. */
  @ParameterizedTest
  @ValueSource(doubles = {6, 18})
  void aSteadyMinerIsLeftAlone(double wanted) {
    List<VardiffTrace> runs = runs(VardiffScenarios.steady(wanted));
    VardiffSample shares = VardiffSample.of(runs, run -> run.sharesPerMinute(SETTLED, END));
    VardiffSample changes = VardiffSample.of(runs, run -> run.changesPerHour(SETTLED, END));
    assertThat(shares.mean() / wanted).isBetween(0.98, 1.02);
    assertThat(changes.mean()).isLessThan(0.3);
    assertThat(changes.max()).isLessThan(3);
    assertRatios(runs, SETTLED, 0.5, 1.6);
    VardiffSample span =
        VardiffSample.of(
            runs, run -> run.highestRatio(SETTLED, END) / run.lowestRatio(SETTLED, END));
    assertThat(span.quantile(0.98)).isLessThan(2);

    List<VardiffTrace> naive =
        VardiffSample.runs(VardiffScenarios.steady(wanted), RatioVardiff.factory(wanted), RUNS);
    VardiffSample naiveShares = VardiffSample.of(naive, run -> run.sharesPerMinute(SETTLED, END));
    assertThat(naiveShares.mean() / wanted).isGreaterThan(1.05);
    assertThat(VardiffSample.of(naive, run -> run.changesPerHour(SETTLED, END)).min())
        .isGreaterThan(40);
    assertThat(VardiffSample.of(naive, run -> run.lowestRatio(SETTLED, END)).mean())
        .isLessThan(0.5);
  }

  /** The flood is what comes before the next job, 20 s away; hardly any of it comes later. */
  @ParameterizedTest
  @CsvSource({
    "6, 10, 5, 15, 130",
    "18, 10, 3, 8, 230",
    "6, 1000, 2, 10, 3000",
    "18, 1000, 1, 3, 8000"
  })
  void aRiseIsFollowedAtOnce(
      double wanted, double factor, double minutes, double worst, double flood) {
    List<VardiffTrace> runs = runs(VardiffScenarios.step(wanted, factor));
    VardiffSample reached = minutesToRight(runs, CHANGE.plusSeconds(30));
    assertThat(reached.mean()).isLessThan(minutes);
    assertThat(reached.max()).isLessThan(worst);
    assertThat(VardiffSample.of(runs, run -> run.excess(CHANGE, ofMinutes(75))).max())
        .isLessThan(flood);
    assertRatios(runs, ofMinutes(80), 0.5, 1.6);
  }

  @ParameterizedTest
  @CsvSource({"6, 0.1, 12, 35", "18, 0.1, 10, 22", "6, 0.001, 42, 75", "18, 0.001, 22, 35"})
  void aFallIsFollowed(double wanted, double factor, double minutes, double worst) {
    List<VardiffTrace> runs = runs(VardiffScenarios.step(wanted, factor));
    VardiffSample reached = minutesToRight(runs, CHANGE.plusSeconds(30));
    assertThat(reached.mean()).isLessThan(minutes);
    assertThat(reached.max()).isLessThan(worst);
    assertThat(VardiffSample.of(runs, run -> run.lowestRatio(CHANGE, END)).min())
        .isGreaterThan(0.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {6, 18})
  void aRampIsFollowed(double wanted) {
    List<VardiffTrace> runs = runs(VardiffScenarios.ramp(wanted));
    Duration end = ofHours(2);
    assertThat(VardiffSample.of(runs, run -> run.sharesPerMinute(CHANGE, end)).mean() / wanted)
        .isBetween(1.2, 1.45);
    assertThat(VardiffSample.of(runs, run -> run.lowestRatio(CHANGE, end)).min())
        .isGreaterThan(0.4);
    assertThat(VardiffSample.of(runs, run -> run.highestRatio(CHANGE, end)).max()).isLessThan(1.5);
    assertThat(VardiffSample.of(runs, run -> run.changesPerHour(CHANGE, end)).max()).isLessThan(14);
  }

  /** Half an hour without shares makes jobs easier, but not so much that the return is a flood. */
  @ParameterizedTest
  @CsvSource({"6, 0.03, 0.13, 150, 3", "18, 0.015, 0.07, 480, 1.5"})
  void aMinerThatDiesAndComesBackDoesNotFlood(
      double wanted, double low, double high, double flood, double minutes) {
    List<VardiffTrace> runs = runs(VardiffScenarios.death(wanted, ofMinutes(30)));
    VardiffSample aimed =
        VardiffSample.of(runs, run -> run.aimedAt(ofMinutes(90).minusSeconds(1)) / RATE);
    assertThat(aimed.min()).isGreaterThan(low);
    assertThat(aimed.max()).isLessThan(high);
    assertThat(VardiffSample.of(runs, run -> run.excess(ofMinutes(90), ofMinutes(105))).max())
        .isLessThan(flood);
    assertThat(minutesToRight(runs, ofMinutes(90)).mean()).isLessThan(minutes);
    assertThat(minutesToRight(runs, ofMinutes(90)).max()).isLessThan(30);
    assertRatios(runs, ofHours(2), 0.5, 1.6);
  }

  @Test
  void noJobIsEasierThanTheFloor() {
    List<VardiffTrace> never = runs(VardiffScenarios.declaring(18, 0.001).withHashRate(time -> 0));
    VardiffSample aimed = VardiffSample.of(never, run -> run.aimedAt(END.minusSeconds(1)));
    assertThat(aimed.min()).isBetween(FLOOR * 0.999, FLOOR * 1.001);
    assertThat(aimed.max()).isLessThan(FLOOR * 1.001);
  }

  /** A fifth of the time all shares wait for up to a minute, and then come at once. */
  @ParameterizedTest
  @ValueSource(doubles = {6, 18})
  void lateSharesAreNoChange(double wanted) {
    List<VardiffTrace> runs =
        runs(VardiffScenarios.steady(wanted).withLink(seed -> new StallingLink(~seed)));
    VardiffSample shares = VardiffSample.of(runs, run -> run.sharesPerMinute(SETTLED, END));
    VardiffSample changes = VardiffSample.of(runs, run -> run.changesPerHour(SETTLED, END));
    VardiffSample low = VardiffSample.of(runs, run -> run.lowestRatio(SETTLED, END));
    VardiffSample high = VardiffSample.of(runs, run -> run.highestRatio(SETTLED, END));
    assertThat(shares.mean() / wanted).isBetween(0.97, 1.03);
    assertThat(changes.mean()).isLessThan(1.2);
    assertThat(low.quantile(0.1)).isGreaterThan(0.5);
    assertThat(high.quantile(0.9)).isLessThan(1.7);
    assertThat(low.min()).isGreaterThan(0.4);
    assertThat(high.max()).isLessThan(3.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {6, 18})
  void aClockThatIsSetBackChangesNothing(double wanted) {
    List<VardiffTrace> runs = runs(VardiffScenarios.clockSetBack(wanted));
    VardiffSample shares = VardiffSample.of(runs, run -> run.sharesPerMinute(CHANGE, END));
    assertThat(shares.mean() / wanted).isBetween(0.98, 1.02);
    assertThat(VardiffSample.of(runs, run -> run.changesPerHour(CHANGE, END)).mean())
        .isLessThan(0.4);
    assertRatios(runs, CHANGE, 0.5, 1.6);
  }

  /** With 0 the floor is where it begins: a ten thousandth. */
  @ParameterizedTest
  @CsvSource({"6, 0.001, 3200, 2", "18, 0.001, 9500, 1", "6, 0, 31000, 2", "18, 0, 92000, 1"})
  void whoDeclaresTooLittleFloodsForOneJob(
      double wanted, double factor, double flood, double minutes) {
    List<VardiffTrace> runs =
        VardiffSample.runs(VardiffScenarios.declaring(wanted, factor), OURS, 10);
    assertThat(VardiffSample.of(runs, run -> run.excess(Duration.ZERO, ofMinutes(15))).max())
        .isLessThan(flood);
    assertThat(minutesToRight(runs, Duration.ZERO).max()).isLessThan(minutes);
    assertRatios(runs, ofMinutes(20), 0.5, 1.6);
  }

  @ParameterizedTest
  @CsvSource({"6, 25, 35", "18, 12, 16"})
  void whoDeclaresAThousandTimesTooMuchIsHeardInTheEnd(
      double wanted, double minutes, double worst) {
    List<VardiffTrace> runs = runs(VardiffScenarios.declaring(wanted, 1_000));
    VardiffSample reached = minutesToRight(runs, Duration.ZERO);
    assertThat(reached.mean()).isLessThan(minutes);
    assertThat(reached.max()).isLessThan(worst);
    assertRatios(runs, ofHours(1), 0.5, 1.6);
  }
}
