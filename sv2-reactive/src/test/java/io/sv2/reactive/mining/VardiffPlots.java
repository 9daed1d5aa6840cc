package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.VardiffScenarios.RATE;
import static java.time.Duration.ofMinutes;

import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Difficulty over time in single runs of 6 shares a minute, a point for each minute. */
final class VardiffPlots {
  private static final double WANTED = 6;
  private static final Color MINER = Color.GRAY;
  private static final Color OURS = new Color(0x1f, 0x4e, 0x9e);
  private static final Color OTHER = new Color(0xd9, 0x7a, 0x2b);
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final String OURS_NAME = "smoothed";
  private static final String NAIVE_NAME = "naive";

  private VardiffPlots() {}

  /** By the name of the file without its ending. */
  static Map<String, XYChart> all() {
    Map<String, XYChart> charts = new LinkedHashMap<>();
    charts.put("vardiff-steady", compared(VardiffScenarios.steady(WANTED)));
    charts.put(
        "vardiff-step",
        compared(
            VardiffScenarios.steady(WANTED)
                .withHashRate(now -> hour(now) == 1 ? 10 * RATE : RATE)));
    charts.put("vardiff-ramp", compared(VardiffScenarios.ramp(6)));
    charts.put("vardiff-death", compared(VardiffScenarios.death(WANTED, ofMinutes(30))));
    charts.put(
        "vardiff-late",
        compared(VardiffScenarios.steady(WANTED).withLink(seed -> new StallingLink(~seed))));
    charts.put("vardiff-declared", declared());
    return charts;
  }

  private static long hour(long now) {
    return now / 3_600_000;
  }

  private static XYChart compared(VardiffScenario scenario) {
    XYChart chart = chart();
    VardiffTrace ours = VardiffSimulation.run(scenario, ours());
    VardiffTrace naive = VardiffSimulation.run(scenario, RatioVardiff.factory(WANTED));
    add(chart, NAIVE_NAME, OTHER, naive, naive::aimedAt);
    add(chart, "right", MINER, ours, time -> miner(scenario, time));
    add(chart, OURS_NAME, OURS, ours, ours::aimedAt);
    return chart;
  }

  private static double miner(VardiffScenario scenario, Duration time) {
    double rate = scenario.hashRate().applyAsDouble(time.toMillis());
    return rate > 0 ? rate : Double.NaN;
  }

  private static XYChart declared() {
    XYChart chart = chart();
    VardiffTrace much = VardiffSimulation.run(VardiffScenarios.declaring(WANTED, 1_000), ours());
    VardiffTrace little = VardiffSimulation.run(VardiffScenarios.declaring(WANTED, 0.001), ours());
    add(chart, "right", MINER, much, time -> RATE);
    add(chart, "too much", OURS, much, much::aimedAt);
    add(chart, "too little", OTHER, little, little::aimedAt);
    return chart;
  }

  private static Vardiff.Factory ours() {
    return SmoothedVardiff.factory(VardiffConfig.DEFAULT);
  }

  private static XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(300)
            .xAxisTitle("minutes")
            .yAxisTitle("difficulty")
            .build();
    chart
        .getStyler()
        .setXAxisTickMarkSpacingHint(100)
        .setYAxisTickMarkSpacingHint(40)
        .setyAxisTickLabelsFormattingFunction(VardiffPlots::label)
        .setAxisTitleFont(FONT)
        .setAxisTickLabelsFont(FONT)
        .setLegendFont(FONT)
        .setLegendPosition(Styler.LegendPosition.OutsideS)
        .setLegendLayout(Styler.LegendLayout.Horizontal)
        .setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  /** Of the logarithm, to two digits. */
  private static String label(double power) {
    return BigDecimal.valueOf(Math.pow(10, power))
        .round(new MathContext(2))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static void add(
      XYChart chart, String name, Color color, VardiffTrace run, ToDoubleFunction<Duration> rate) {
    List<Double> minutes = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    long end = run.scenario().length().toMinutes();
    for (long minute = 0; minute < end; minute++) {
      double value = Math.log10(rate.applyAsDouble(ofMinutes(minute)) / RATE);
      int size = values.size();
      if (size > 1 && values.get(size - 1) == value && values.get(size - 2) == value) {
        minutes.set(size - 1, (double) minute); // a long line rather than many
      } else {
        minutes.add((double) minute);
        values.add(value);
      }
    }
    chart
        .addSeries(name, minutes, values)
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(color)
        .setLineWidth(1.5f);
  }

  /** The chart as SVG, its numbers to a hundredth of a pixel and its ids always the same. */
  static String svg(XYChart chart) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
    return out.toString(StandardCharsets.UTF_8)
        .replaceAll("(\\.\\d\\d)\\d+", "$1")
        .replaceAll("clip\\d+", "clip");
  }
}
