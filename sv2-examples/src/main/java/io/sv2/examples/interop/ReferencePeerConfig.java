package io.sv2.examples.interop;

import io.sv2.examples.UserCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the reference peer's sources are and where cargo builds them.
 *
 * @param sources the crate's directory
 * @param target where cargo puts what it builds; kept between runs
 * @param buildTimeout for downloads and build, above zero
 */
public record ReferencePeerConfig(Path sources, Path target, Duration buildTimeout) {
  private static final String CRATE = "sv2-examples/interop/reference-peer";

  /**
   * Throws {@link IllegalArgumentException} when there is no crate or the timeout is not above 0.
   */
  public ReferencePeerConfig {
    sources = sources.toAbsolutePath().normalize();
    target = target.toAbsolutePath().normalize();
    if (!Files.isRegularFile(sources.resolve("Cargo.lock"))) {
      throw new IllegalArgumentException("no crate with its lock file in " + sources);
    }
    if (buildTimeout.isNegative() || buildTimeout.isZero()) {
      throw new IllegalArgumentException("the build's timeout is not above zero");
    }
  }

  /**
   * The crate of the checkout that {@code directory} lies in, built below the user's cache, for
   * each processor in a directory of its own.
   *
   * @param directory the checkout or a directory in it
   * @return the config
   */
  public static ReferencePeerConfig in(Path directory) {
    Path home = directory.toAbsolutePath().normalize();
    while (!Files.isDirectory(home.resolve(CRATE))) {
      Path parent = home.getParent();
      if (parent == null) {
        throw new IllegalArgumentException(directory + " is in no checkout with " + CRATE);
      }
      home = parent;
    }
    return new ReferencePeerConfig(
        home.resolve(CRATE),
        UserCache.directory("reference-peer-" + NativeProcessor.id()),
        Duration.ofMinutes(30));
  }
}
