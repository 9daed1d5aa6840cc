package io.sv2.examples.cli;

import io.sv2.examples.bench.BenchOptions;
import io.sv2.examples.bench.BenchRunner;
import io.sv2.examples.bench.Score;
import io.sv2.examples.bench.Suite;
import io.sv2.examples.interop.ReferencePeer;
import io.sv2.examples.interop.ReferencePeerConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** ./sv2 bench. */
@Command(
    name = "bench",
    description = {
      "Time and allocation per operation, measured with JMH; smaller is better.",
      "Takes minutes: each benchmark runs in JVMs of its own."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Sv2.Version.class)
final class BenchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Suite suite = Suite.CODEC;

  @Option(
      names = "--reference",
      description =
          "Also time the reference implementation in the same run; needs cargo, which builds it"
              + " once.")
  private boolean reference;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      defaultValue = "",
      converter = RegexConverter.class,
      description = "Only the benchmarks whose name it finds something in.")
  private Pattern only = Pattern.compile("");

  @Option(names = "--quick", description = "One JVM, short iterations: a look, not a measurement.")
  private boolean quick;

  @Option(names = "--json", description = "One JSON object a line, the summary last.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Output output = new Output(json);
    PrintStream results = System.out;
    System.setOut(System.err); // where JMH and its JVMs may say what they like
    try {
      return run(output);
    } finally {
      System.setOut(results);
    }
  }

  private int run(Output output) throws IOException, InterruptedException {
    List<Score> scores = new ArrayList<>();
    try (@Nullable ReferencePeer peer = reference ? startPeer() : null) {
      output.text(heading());
      int count =
          new BenchRunner(suite, new BenchOptions(only, quick), peer)
              .run(
                  name -> LoggerFactory.getLogger(BenchCommand.class).info("{} ...", name),
                  score -> {
                    scores.add(score);
                    output.event(score);
                    output.text(line(score));
                  });
      if (count == 0) {
        throw new IOException("no benchmark of " + suite + " matches " + only);
      }
    }
    output.event(summary(scores));
    return 0;
  }

  private static ReferencePeer startPeer() throws IOException, InterruptedException {
    Path here = Path.of(System.getProperty("sv2.home", ""));
    return ReferencePeer.start(ReferencePeer.build(ReferencePeerConfig.in(here)), "time");
  }

  private String heading() {
    String columns =
        String.format(Locale.ROOT, "%-46s %12s %10s %10s", suite, "ns/op", "+-", "B/op");
    return columns
        + (reference ? String.format(Locale.ROOT, " %12s %7s", "reference", "ratio") : "");
  }

  private String line(Score score) {
    String columns =
        String.format(
            Locale.ROOT,
            "%-46s %12.1f %10s %10.0f",
            score.name(),
            score.score(),
            score.error() == null ? "-" : String.format(Locale.ROOT, "%.1f", score.error()),
            score.bytesPerOp());
    return score.reference() == null
        ? columns
        : columns + String.format(Locale.ROOT, " %12.1f %7.3f", score.reference(), score.ratio());
  }

  private Map<String, Object> summary(List<Score> scores) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("suite", suite.toString());
    summary.put("benchmarks", scores.size());
    summary.put("quick", quick);
    summary.put("java", System.getProperty("java.version"));
    summary.put("processors", Runtime.getRuntime().availableProcessors());
    scores.stream()
        .map(Score::ratio)
        .filter(Objects::nonNull)
        .max(Double::compare)
        .ifPresent(worst -> summary.put("worstRatio", worst));
    return summary;
  }

  /** A pattern; a wrong one is misuse. */
  static final class RegexConverter implements ITypeConverter<Pattern> {
    @Override
    public Pattern convert(String value) {
      try {
        return Pattern.compile(value);
      } catch (PatternSyntaxException e) {
        throw new TypeConversionException("not a regular expression: " + e.getDescription());
      }
    }
  }
}
