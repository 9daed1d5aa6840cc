package io.sv2.examples.bitcoin;

import io.sv2.examples.UserCache;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a {@link BcoinNode} is installed and started.
 *
 * @param directory where the node is installed, once for all starts
 * @param port for RPC on 127.0.0.1; 0 takes any free one
 * @param blocks mined before the node is ready, 0 to 10,000; SegWit is active after 432
 * @param installTimeout for the download, above zero
 * @param startTimeout for the start and the blocks, above zero
 */
public record BcoinConfig(
    Path directory, int port, int blocks, Duration installTimeout, Duration startTimeout) {

  /** Throws {@link IllegalArgumentException} for a value out of its range. */
  public BcoinConfig {
    if (port < 0 || port > 65_535 || blocks < 0 || blocks > 10_000) {
      throw new IllegalArgumentException(
          "port %d, blocks %d: must be 0 to 65,535 and 0 to 10,000".formatted(port, blocks));
    }
    if (installTimeout.compareTo(Duration.ZERO) <= 0
        || startTimeout.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("a timeout is not above zero");
    }
    directory = directory.toAbsolutePath().normalize();
  }

  /**
   * Any free port, 440 blocks, installed below the user's cache directory.
   *
   * @return the defaults
   */
  public static BcoinConfig defaults() {
    return in(UserCache.directory("bcoin-1.0.2"));
  }

  /**
   * The defaults, installed elsewhere.
   *
   * @param directory where the node is, or will be, installed
   * @return a config
   */
  public static BcoinConfig in(Path directory) {
    return new BcoinConfig(directory, 0, 440, Duration.ofMinutes(5), Duration.ofMinutes(1));
  }
}
