package io.sv2.examples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sv2.examples.interop.ReferencePeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of a suite one by one in JVMs of their own, and asks the reference peer,
 * where there is one, for its time of the same operation just before and just after each.
 */
public final class BenchRunner {
  private static final String PARAMETER = "name";
  private static final TimeValue SHORT = TimeValue.milliseconds(300);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Suite suite;
  private final BenchOptions options;
  private final @Nullable ReferencePeer reference;

  /**
   * A runner.
   *
   * @param suite what to measure
   * @param options how
   * @param reference in mode {@code time}; null: without comparison
   */
  public BenchRunner(Suite suite, BenchOptions options, @Nullable ReferencePeer reference) {
    this.suite = suite;
    this.options = options;
    this.reference = reference;
  }

  /** One benchmark of the suite. */
  private record Case(String type, String method, @Nullable String parameter, String name) {}

  /**
   * Runs them; blocks for minutes.
   *
   * @param starting gets the name of each when it starts
   * @param done gets the score of each
   * @return how many there were
   * @throws IOException when they are not built, one fails, or the reference peer ends
   */
  public int run(Consumer<String> starting, Consumer<Score> done) throws IOException {
    List<Case> cases = cases();
    for (Case each : cases) {
      starting.accept(each.name());
      done.accept(run(each));
    }
    return cases.size();
  }

  private List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (BenchmarkListEntry entry : entries()) {
      String method = entry.getUsername().substring(entry.getUsername().lastIndexOf('.') + 1);
      String[] parameters =
          entry.getParams().orElse(Map.of()).getOrDefault(PARAMETER, new String[] {""});
      for (String parameter : parameters) {
        String name = suite + "." + method + (parameter.isEmpty() ? "" : "." + parameter);
        if (options.only().matcher(name).find()) {
          cases.add(
              new Case(
                  entry.getUserClassQName(), method, parameter.isEmpty() ? null : parameter, name));
        }
      }
    }
    return cases;
  }

  private Collection<BenchmarkListEntry> entries() throws IOException {
    try {
      return BenchmarkList.defaultList()
          .find(
              OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
              List.of("^" + suite.benchmarks() + "\\."),
              List.of());
    } catch (RuntimeException e) { // JMH's way to say that there is no list
      throw new IOException("the benchmarks are not built: mvn -Pbench package builds them", e);
    }
  }

  private Score run(Case each) throws IOException {
    String question = reference == null ? null : question(each);
    double before = ask(question);
    RunResult result = measure(each);
    double after = ask(question);
    Result<?> time = result.getPrimaryResult();
    Result<?> allocated =
        Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
    Double theirs = question == null ? null : rounded((before + after) / 2);
    return new Score(
        each.name(),
        time.getScoreUnit(),
        rounded(time.getScore()),
        Double.isNaN(time.getScoreError()) ? null : rounded(time.getScoreError()),
        rounded(allocated.getScore()),
        theirs,
        theirs == null ? null : Math.round(1_000 * time.getScore() / theirs) / 1_000d);
  }

  private static double rounded(double value) {
    return Math.round(100 * value) / 100d;
  }

  private RunResult measure(Case each) throws IOException {
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .include("^" + Pattern.quote(each.type() + "." + each.method()) + "$")
            .jvmArgs("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED") // as ./sv2 runs
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    if (each.parameter() != null) {
      builder.param(PARAMETER, each.parameter());
    }
    if (options.quick()) {
      builder
          .forks(1)
          .warmupIterations(3)
          .warmupTime(SHORT)
          .measurementIterations(3)
          .measurementTime(SHORT);
    }
    try {
      return new Runner(builder.build()).runSingle();
    } catch (RunnerException e) {
      throw new IOException(each.name() + ": " + e.getMessage(), e);
    }
  }

  // ---- the reference

  /** What the benchmark's class says to ask; null where the reference has nothing like it. */
  private @Nullable String question(Case each) {
    try {
      return (String)
          Class.forName(each.type())
              .getMethod("reference", String.class, String.class)
              .invoke(null, each.method(), each.parameter());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(each.type() + ".reference", e);
    }
  }

  private double ask(@Nullable String question) throws IOException {
    if (question == null || reference == null) {
      return 0;
    }
    JsonNode answer = JSON.readTree(reference.ask(question));
    if (!answer.path("nsPerOp").isNumber()) {
      throw new IOException("the reference peer answers " + answer.path("error").asText());
    }
    return answer.path("nsPerOp").asDouble();
  }
}
