package io.sv2.examples.cli;

import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import io.sv2.examples.pool.Pool;
import io.sv2.examples.pool.PoolConfig;
import io.sv2.examples.pool.PoolListener;
import io.sv2.noise.NoiseInitiatorConfig;
import io.sv2.reactive.Sv2Client;
import io.sv2.reactive.mining.ChannelConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** ./sv2 pool. */
@Command(
    name = "pool",
    description = "A mining pool of one server; its templates come from any template provider.",
    mixinStandardHelpOptions = true,
    versionProvider = Sv2.Version.class)
final class PoolCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;

  @Option(
      names = "--template-provider",
      paramLabel = "HOST:PORT[/KEY]",
      required = true,
      converter = HostPort.Converter.class,
      description =
          "Where templates come from, or its URL; without KEY its identity is not checked.")
  private HostPort templateProvider;

  @Option(
      names = "--template-provider-plain",
      description =
          "Speak with the template provider without encryption; implied by --plain"
              + " unless a KEY is given.")
  private boolean templateProviderPlain;

  @Option(
      names = "--payout",
      paramLabel = "ADDRESS|SCRIPT-HEX",
      required = true,
      converter = PayoutOption.class,
      description = "Who gets the blocks' reward.")
  private B064K payout;

  @Option(
      names = "--shares-per-minute",
      paramLabel = "N",
      defaultValue = "6",
      description = "Aimed at for each channel (${DEFAULT-VALUE}).")
  private double sharesPerMinute;

  @Option(
      names = "--minimum-hashrate",
      paramLabel = "H/S",
      defaultValue = "1000000",
      description =
          "A channel's difficulty is never below what this rate needs (${DEFAULT-VALUE}).")
  private double minimumHashRate;

  @Option(
      names = "--share-batch-size",
      paramLabel = "N",
      defaultValue = "10",
      description = "Shares acknowledged at a time (${DEFAULT-VALUE}).")
  private int shareBatchSize;

  @Option(
      names = "--late-share-grace",
      paramLabel = "DURATION",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description =
          "Accept shares of the last tip for this long after a new one (${DEFAULT-VALUE}).")
  private Duration lateShareGrace;

  @Option(
      names = "--server-id",
      paramLabel = "N",
      defaultValue = "0",
      description = "Tells the servers of one pool apart, 0 to 65535 (${DEFAULT-VALUE}).")
  private int serverId;

  @Option(names = "--json", description = "Print blocks and a summary at the end as JSON.")
  private boolean json;

  private final LongAdder accepted = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder blocks = new LongAdder();

  @Override
  public Integer call() {
    Output output = new Output(json);
    try (Interrupt interrupt = Interrupt.calling(() -> {})) {
      boolean plain =
          templateProviderPlain || (server.plain && templateProvider.authority() == null);
      NoiseInitiatorConfig templateNoise = plain ? null : templateProvider.noise();
      Pool pool =
          Blocking.get(
              Pool.start(
                  config(),
                  server.address(),
                  server.noise(),
                  templateProvider.toConnect(),
                  templateNoise,
                  new Counter(output)));
      output.always(server.ready(pool.address()));
      interrupt.await();
      pool.dispose();
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("sharesAccepted", accepted.sum());
      summary.put("sharesRejected", rejected.sum());
      summary.put("blocksFound", blocks.sum());
      output.event(summary);
      return interrupt.finish(0);
    }
  }

  private PoolConfig config() {
    if (serverId < 0 || serverId > 0xffff) {
      throw new ParameterException(spec.commandLine(), "--server-id: 0 to 65535, not " + serverId);
    }
    PoolConfig shares =
        Checked.option(
            spec,
            "--shares-per-minute, --minimum-hashrate",
            () -> PoolConfig.payingTo(payout).withShares(sharesPerMinute, minimumHashRate));
    ChannelConfig channel =
        Checked.option(
            spec,
            "--share-batch-size, --late-share-grace",
            () ->
                ChannelConfig.DEFAULT
                    .withShareBatchSize(shareBatchSize)
                    .withLateShareGrace(lateShareGrace));
    return shares.withServerId(serverId).withChannel(channel);
  }

  private final class Counter implements PoolListener {
    private final Output output;

    Counter(Output output) {
      this.output = output;
    }

    @Override
    public void shareAccepted(Sv2Client client, String userIdentity, double difficulty) {
      accepted.increment();
    }

    @Override
    public void shareRejected(Sv2Client client, String userIdentity, String errorCode) {
      rejected.increment();
    }

    @Override
    public void blockFound(Sv2Client client, String userIdentity, U256 hash) {
      blocks.increment();
      output.event(Map.of("event", "block", "hash", hash.toString(), "user", userIdentity));
    }
  }
}
