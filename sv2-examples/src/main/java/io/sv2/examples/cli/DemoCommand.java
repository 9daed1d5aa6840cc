package io.sv2.examples.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.sv2.codec.type.B064K;
import io.sv2.examples.bitcoin.BcoinConfig;
import io.sv2.examples.bitcoin.BcoinNode;
import io.sv2.examples.bitcoin.BlockSource;
import io.sv2.examples.bitcoin.NodeBlockSource;
import io.sv2.examples.bitcoin.NodeConfig;
import io.sv2.examples.bitcoin.SimulatedChain;
import io.sv2.examples.bitcoin.SimulatedChainConfig;
import io.sv2.examples.demo.Demo;
import io.sv2.examples.demo.DemoConfig;
import io.sv2.examples.demo.DemoListener;
import io.sv2.examples.demo.DemoSummary;
import io.sv2.examples.miner.HashrateEstimate;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** ./sv2 demo. */
@Command(
    name = "demo",
    description = {
      "Template provider, pool and CPU miners in one process, over encrypted TCP.",
      "On a simulated chain, on a bcoin regtest node that it installs, or on your node."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Sv2.Version.class)
final class DemoCommand implements Callable<Integer> {
  private static final Duration CALIBRATION = Duration.ofMillis(300);
  private static final Duration STATUS = Duration.ofSeconds(1);
  private static final Duration LOG_STATUS = Duration.ofSeconds(5);
  private static final Duration DEFAULT_DURATION = Duration.ofSeconds(30);
  private static final Duration DEFAULT_DURATION_FOR_BLOCKS = Duration.ofMinutes(5);

  /** A block every few seconds from the first hash on. */
  private static final Duration BLOCK_SPACING = Duration.ofSeconds(4);

  private static final double FIRST_BLOCK_SECONDS = 2;
  private static final int DEFAULT_REGTEST_BLOCKS = 5;

  @Spec private CommandSpec spec;
  @Mixin private NodeOptions node;

  @Option(
      names = "--regtest",
      description = "Mine on a bcoin node that is installed (needs Node.js) and started for this.")
  private boolean regtest;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "How long at most: 30s, or 5m with --blocks or --regtest.")
  private @Nullable Duration duration;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      description = "End when this many blocks were accepted; fail if they were not in time.")
  private @Nullable Integer blocks;

  @Option(
      names = "--miners",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "CPU miners, one thread each, standard and extended in turn (${DEFAULT-VALUE}).")
  private int miners;

  @Option(
      names = "--payout",
      paramLabel = "ADDRESS|SCRIPT-HEX",
      converter = PayoutOption.class,
      description = "Who gets the blocks' reward; a made-up script if none is given.")
  private @Nullable B064K payout;

  @Option(
      names = "--json",
      description = "Print events and, as the last line, the summary as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (regtest && node.isGiven()) {
      throw new ParameterException(spec.commandLine(), "--regtest and --node exclude each other");
    }
    if (node.isGiven() && payout == null) {
      throw new ParameterException(
          spec.commandLine(), "--node needs --payout: on your chain the reward should be yours");
    }
    DemoConfig config = config();
    Output output = new Output(json);
    boolean terminal = !json && Boolean.getBoolean("sv2.terminal");
    if (terminal) {
      ((Logger) LoggerFactory.getLogger("io.sv2")).setLevel(Level.WARN);
    }
    AtomicReference<@Nullable Demo> running = new AtomicReference<>();
    CountDownLatch stopped = new CountDownLatch(1);
    try (Interrupt interrupt =
        Interrupt.calling(
            () -> {
              stopped.countDown();
              Demo demo = running.get();
              if (demo != null) {
                demo.stop();
              }
            })) {
      // One thread of each miner shares the machine with the others.
      double share = Math.min(1.0, Runtime.getRuntime().availableProcessors() / (double) miners);
      double hashRate = HashrateEstimate.measure(CALIBRATION) * share;
      try (BcoinNode bcoin = regtest ? BcoinNode.start(BcoinConfig.defaults()) : null;
          BlockSource source = source(bcoin, hashRate)) {
        Demo demo =
            Blocking.get(Demo.start(source, config, hashRate, new Progress(output, config)));
        running.set(demo);
        if (stopped.getCount() == 0) {
          demo.stop();
        }
        Disposable status = status(demo, output, terminal);
        try {
          demo.await();
        } catch (InterruptedException e) {
          stopped.countDown(); // whoever runs a command on a thread of its own ends it so
        }
        status.dispose();
        if (terminal) {
          output.clearStatus();
        }
        DemoSummary summary = demo.summary();
        demo.dispose();
        print(output, summary);
        boolean asked = stopped.getCount() == 0;
        boolean enough =
            config.blocks() > 0
                ? summary.blocksAccepted() >= config.blocks()
                : summary.sharesAccepted() > 0;
        return interrupt.finish(asked || enough ? 0 : 1);
      }
    }
  }

  private DemoConfig config() {
    int wanted = blocks != null ? blocks : regtest ? DEFAULT_REGTEST_BLOCKS : 0;
    Duration most =
        duration != null ? duration : wanted > 0 ? DEFAULT_DURATION_FOR_BLOCKS : DEFAULT_DURATION;
    byte[] madeUp = new byte[22]; // pay to witness public key hash
    new SecureRandom().nextBytes(madeUp);
    madeUp[0] = 0;
    madeUp[1] = 20;
    double sharesPerMinute = regtest ? 60 : 240;
    B064K script = payout != null ? payout : B064K.of(madeUp);
    return Checked.option(
        spec,
        "--duration, --blocks, --miners",
        () -> new DemoConfig(most, wanted, miners, sharesPerMinute, script));
  }

  private BlockSource source(@Nullable BcoinNode bcoin, double hashRate) {
    if (bcoin != null) {
      return new NodeBlockSource(
          bcoin.address(), NodeConfig.defaults(), Clock.systemUTC(), Schedulers.parallel());
    } else if (node.isGiven()) {
      return node.connect();
    }
    return SimulatedChain.start(
        SimulatedChainConfig.defaults()
            .withPace(Math.max(2, hashRate * miners * FIRST_BLOCK_SECONDS), BLOCK_SPACING),
        Clock.systemUTC(),
        new SecureRandom(),
        Schedulers.parallel());
  }

  private static Disposable status(Demo demo, Output output, boolean terminal) {
    org.slf4j.Logger log = LoggerFactory.getLogger(DemoCommand.class);
    return Flux.interval(terminal ? STATUS : LOG_STATUS)
        .onBackpressureDrop()
        .subscribe(
            tick -> {
              String line =
                  String.format(
                      "%.2f MH/s, %d shares accepted, %d blocks accepted",
                      demo.hashrate() / 1e6, demo.sharesAccepted(), demo.blocksAccepted());
              if (terminal) {
                output.status(line);
              } else {
                log.info(line);
              }
            });
  }

  private static void print(Output output, DemoSummary summary) {
    output.text(
        String.format(
            "%d shares accepted, %d rejected; %d blocks found, %d accepted; tip at height %d;"
                + " %.2f MH/s",
            summary.sharesAccepted(),
            summary.sharesRejected(),
            summary.blocksFound(),
            summary.blocksAccepted(),
            summary.tipHeight(),
            summary.hashrate() / 1e6));
    output.event(summary);
  }

  /** Prints what happens, as it happens. */
  private static final class Progress implements DemoListener {
    private final Output output;

    Progress(Output output, DemoConfig config) {
      this.output = output;
      output.event(Map.of("event", "started", "payout", config.payoutScript().toHex()));
    }

    @Override
    public void shareAccepted(long count, double seconds) {
      if (count == 1) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event", "firstShare");
        event.put("seconds", seconds);
        output.event(event);
      }
    }

    @Override
    public void blockAccepted(String hash, long count) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("event", "block");
      event.put("hash", hash);
      event.put("accepted", count);
      output.event(event);
    }
  }
}
