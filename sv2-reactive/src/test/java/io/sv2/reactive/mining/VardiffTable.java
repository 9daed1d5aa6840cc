package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.VardiffScenarios.CHANGE;
import static io.sv2.reactive.mining.VardiffScenarios.RATE;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * The table of docs/vardiff.md: the mean of many runs, and what 98 of 100 are between; for 6 and 18
 * shares a minute, and for the naive controller at 6.
 */
final class VardiffTable {
  private static final Duration SETTLED = ofMinutes(30);
  private static final Duration END = ofHours(3);
  private static final Duration BACK = ofMinutes(90);
  private static final Vardiff.Factory OURS = SmoothedVardiff.factory(VardiffConfig.DEFAULT);

  private final StringBuilder rows = new StringBuilder();
  private final int count;

  private VardiffTable(int count) {
    this.count = count;
  }

  private record Column(Vardiff.Factory vardiff, double sharesPerMinute) {}

  private static final List<Column> COLUMNS =
      List.of(new Column(OURS, 6), new Column(OURS, 18), new Column(RatioVardiff.factory(6), 6));

  /** As Markdown, without its head. */
  static String of(int count) {
    VardiffTable table = new VardiffTable(count);
    table.rows(
        "steady",
        VardiffScenarios::steady,
        List.of(
            new Figure("shares a minute", run -> run.sharesPerMinute(SETTLED, END)),
            new Figure("changes an hour", run -> run.changesPerHour(SETTLED, END)),
            new Figure("easiest job", run -> run.lowestRatio(SETTLED, END)),
            new Figure("hardest job", run -> run.highestRatio(SETTLED, END))));
    for (int factor : new int[] {10, 1_000}) {
      table.rows(
          "rate x" + factor,
          wanted -> VardiffScenarios.step(wanted, factor),
          List.of(
              new Figure("minutes", run -> run.minutesToRight(CHANGE.plusSeconds(30))),
              new Figure("shares too many", run -> run.excess(CHANGE, ofMinutes(75)))));
    }
    for (int factor : new int[] {10, 1_000}) {
      table.rows(
          "rate /" + factor,
          wanted -> VardiffScenarios.step(wanted, 1.0 / factor),
          List.of(new Figure("minutes", run -> run.minutesToRight(CHANGE.plusSeconds(30)))));
    }
    table.rows(
        "x8 in an hour",
        VardiffScenarios::ramp,
        List.of(new Figure("shares a minute", run -> run.sharesPerMinute(CHANGE, ofHours(2)))));
    table.rows(
        "dead for 30 minutes",
        wanted -> VardiffScenarios.death(wanted, ofMinutes(30)),
        List.of(
            new Figure("job at the end", run -> run.aimedAt(BACK.minusSeconds(1)) / RATE),
            new Figure("shares too many", run -> run.excess(BACK, ofMinutes(105)))));
    table.rows(
        "late shares",
        wanted -> VardiffScenarios.steady(wanted).withLink(seed -> new StallingLink(~seed)),
        List.of(
            new Figure("shares a minute", run -> run.sharesPerMinute(SETTLED, END)),
            new Figure("changes an hour", run -> run.changesPerHour(SETTLED, END)),
            new Figure("easiest job", run -> run.lowestRatio(SETTLED, END)),
            new Figure("hardest job", run -> run.highestRatio(SETTLED, END))));
    table.rows(
        "clock back an hour",
        VardiffScenarios::clockSetBack,
        List.of(
            new Figure("shares a minute", run -> run.sharesPerMinute(CHANGE, END)),
            new Figure("changes an hour", run -> run.changesPerHour(CHANGE, END)),
            new Figure("hardest job", run -> run.highestRatio(CHANGE, END))));
    for (String factor : new String[] {"0", "0.001", "1000"}) {
      table.rows(
          "declares x" + factor,
          wanted -> VardiffScenarios.declaring(wanted, Double.parseDouble(factor)),
          List.of(
              new Figure("minutes", run -> run.minutesToRight(Duration.ZERO)),
              new Figure("shares too many", run -> run.excess(Duration.ZERO, ofMinutes(15)))));
    }
    return table.rows.toString();
  }

  private record Figure(String name, ToDoubleFunction<VardiffTrace> value) {}

  private void rows(String name, DoubleFunction<VardiffScenario> scenario, List<Figure> figures) {
    List<List<VardiffTrace>> runs =
        COLUMNS.stream()
            .map(
                column ->
                    VardiffSample.runs(
                        scenario.apply(column.sharesPerMinute), column.vardiff, count))
            .toList();
    for (Figure figure : figures) {
      rows.append("| ").append(name).append(" | ").append(figure.name);
      for (List<VardiffTrace> column : runs) {
        VardiffSample sample = VardiffSample.of(column, figure.value);
        rows.append(" | ").append(number(sample.mean()));
        rows.append(" (").append(number(sample.quantile(0.01)));
        rows.append(" to ").append(number(sample.quantile(0.99))).append(')');
      }
      rows.append(" |\n");
    }
  }

  private static String number(double value) {
    double size = Math.abs(value);
    int digits = size == 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
