package io.sv2.examples.cli;

import io.sv2.examples.bitcoin.BlockSource;
import io.sv2.examples.bitcoin.SimulatedChain;
import io.sv2.examples.bitcoin.SimulatedChainConfig;
import io.sv2.examples.templateprovider.TemplateProvider;
import io.sv2.examples.templateprovider.TemplateProviderConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.scheduler.Schedulers;

/** ./sv2 tp. */
@Command(
    name = "tp",
    description = "A template provider, in front of a Bitcoin node or of a simulated chain.",
    mixinStandardHelpOptions = true,
    versionProvider = Sv2.Version.class)
final class TemplateProviderCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;
  @Mixin private NodeOptions node;

  @Option(
      names = "--simulated",
      description = "Serve a chain that lives in this process only; the default without --node.")
  private boolean simulated;

  @Option(
      names = "--hashes-per-block",
      paramLabel = "N",
      defaultValue = "30000000",
      description = "Simulated chain: hashes that its first block takes (${DEFAULT-VALUE}).")
  private double hashesPerBlock;

  @Option(
      names = "--block-spacing",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "Simulated chain: time between blocks that it steers for (${DEFAULT-VALUE}).")
  private Duration blockSpacing;

  @Option(
      names = "--save-blocks",
      paramLabel = "DIR",
      description = "Also save each found block there.")
  private @Nullable Path saveBlocks;

  @Option(names = "--json", description = "Print each block's fate as a line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (simulated && node.isGiven()) {
      throw new ParameterException(spec.commandLine(), "--simulated and --node exclude each other");
    }
    Output output = new Output(json);
    TemplateProviderConfig config = TemplateProviderConfig.DEFAULT;
    if (saveBlocks != null) {
      config = config.withBlockDirectory(saveBlocks);
    }
    try (BlockSource source = node.isGiven() ? node.connect() : simulatedChain();
        Interrupt interrupt = Interrupt.calling(() -> {})) {
      TemplateProvider provider =
          Blocking.get(
              TemplateProvider.start(
                  source,
                  config,
                  server.address(),
                  server.noise(),
                  result -> output.event(Map.of("event", "block", "result", result.toString()))));
      output.always(server.ready(provider.address()));
      interrupt.await();
      provider.dispose();
      return interrupt.finish(0);
    }
  }

  private SimulatedChain simulatedChain() {
    return SimulatedChain.start(
        Checked.option(
            spec,
            "--hashes-per-block, --block-spacing",
            () -> SimulatedChainConfig.defaults().withPace(hashesPerBlock, blockSpacing)),
        Clock.systemUTC(),
        new SecureRandom(),
        Schedulers.parallel());
  }
}
