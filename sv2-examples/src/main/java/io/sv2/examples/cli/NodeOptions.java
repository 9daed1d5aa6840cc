package io.sv2.examples.cli;

import io.sv2.examples.bitcoin.NodeAddress;
import io.sv2.examples.bitcoin.NodeBlockSource;
import io.sv2.examples.bitcoin.NodeConfig;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.scheduler.Schedulers;

/** A Bitcoin node's RPC. */
final class NodeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--node",
      paramLabel = "URL",
      description = "Bitcoin node's RPC: http://user:password@host:port, or with --cookie.")
  @Nullable String url;

  @Option(
      names = "--cookie",
      paramLabel = "FILE",
      description = "The node's cookie file, in place of a password in the URL.")
  @Nullable Path cookie;

  boolean isGiven() {
    if (url == null && cookie != null) {
      throw new ParameterException(spec.commandLine(), "--cookie needs --node");
    }
    return url != null;
  }

  NodeBlockSource connect() {
    if (url == null) {
      throw new ParameterException(spec.commandLine(), "--node is needed");
    }
    try {
      NodeAddress address =
          cookie == null ? NodeAddress.parse(url) : NodeAddress.parse(url, cookie);
      return new NodeBlockSource(
          address, NodeConfig.defaults(), Clock.systemUTC(), Schedulers.parallel());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--node: " + e.getMessage(), e);
    }
  }
}
