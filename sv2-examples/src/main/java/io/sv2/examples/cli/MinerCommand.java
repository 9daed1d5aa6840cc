package io.sv2.examples.cli;

import io.sv2.codec.type.Str0255;
import io.sv2.examples.miner.CpuMiner;
import io.sv2.examples.miner.CpuMinerConfig;
import io.sv2.examples.miner.HashrateEstimate;
import io.sv2.examples.miner.MiningOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** ./sv2 miner. */
@Command(
    name = "miner",
    description = "A CPU miner.",
    mixinStandardHelpOptions = true,
    versionProvider = Sv2.Version.class)
final class MinerCommand implements Callable<Integer> {
  private static final Duration CALIBRATION = Duration.ofMillis(300);
  private static final Duration REPORT = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Option(
      names = "--pool",
      paramLabel = "HOST:PORT[/KEY]",
      required = true,
      converter = HostPort.Converter.class,
      description = "Where to mine, or the pool's URL; without KEY its identity is not checked.")
  private HostPort pool;

  @Option(names = "--plain", description = "Speak with the pool without encryption.")
  private boolean plain;

  @Option(names = "--extended", description = "Open an extended channel and roll the extranonce.")
  private boolean extended;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that hash (${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = "miner",
      description = "Whom shares are credited to (${DEFAULT-VALUE}).")
  private String user;

  @Option(
      names = "--hashrate",
      paramLabel = "H",
      description = "Hashes per second to keep to; as fast as it goes if none is given.")
  private @Nullable Double hashrate;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "End after this time; until Ctrl-C if none is given.")
  private @Nullable Duration duration;

  @Option(names = "--json", description = "Print reports and the summary as lines of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Output output = new Output(json);
    try (Interrupt interrupt = Interrupt.calling(() -> {})) {
      CpuMiner miner = Blocking.get(CpuMiner.start(config()));
      long end = duration == null ? Long.MAX_VALUE : System.nanoTime() + duration.toNanos();
      while (!interrupt.await(untilReport(end)) && System.nanoTime() < end) {
        report(output, miner);
      }
      Map<String, Object> summary = numbers(miner);
      miner.dispose();
      output.text(
          "accepted "
              + summary.get("sharesAccepted")
              + ", rejected "
              + summary.get("sharesRejected"));
      output.event(summary);
      return interrupt.finish(0);
    }
  }

  private static long untilReport(long end) {
    return Math.min(REPORT.toNanos(), Math.max(0, end - System.nanoTime()));
  }

  private CpuMinerConfig config() {
    Checked.option(spec, "--user", () -> Str0255.of(user));
    MiningOptions engine =
        Checked.option(spec, "--threads", () -> MiningOptions.defaults().withThreads(threads));
    Double limit = hashrate;
    if (limit != null) {
      MiningOptions unlimited = engine;
      engine = Checked.option(spec, "--hashrate", () -> unlimited.withHashrateLimit(limit));
    }
    double nominal = limit != null ? limit : HashrateEstimate.measure(CALIBRATION) * threads;
    return new CpuMinerConfig(
        pool.toConnect(), plain ? null : pool.noise(), extended, user, nominal, engine);
  }

  private static Map<String, Object> numbers(CpuMiner miner) {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("sharesSubmitted", miner.stats().sharesSubmitted());
    numbers.put("sharesAccepted", miner.stats().sharesAccepted());
    numbers.put("sharesRejected", miner.stats().sharesRejected());
    numbers.put("hashrate", miner.hashrate());
    return numbers;
  }

  private static void report(Output output, CpuMiner miner) {
    Map<String, Object> numbers = numbers(miner);
    output.event(numbers);
    output.text(
        String.format(
            "%.2f MH/s, %d shares accepted, %d rejected",
            miner.hashrate() / 1e6,
            miner.stats().sharesAccepted(),
            miner.stats().sharesRejected()));
  }
}
