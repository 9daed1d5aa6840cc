package io.sv2.examples;

import java.nio.file.Path;
import java.util.Map;

/** Where what is slow to install or build is kept between runs. */
public final class UserCache {
  private UserCache() {}

  /**
   * A directory of this project's in {@code XDG_CACHE_HOME} or {@code ~/.cache}; need not exist.
   *
   * @param name of the directory
   * @return its absolute path
   */
  public static Path directory(String name) {
    return root(System.getenv()).resolve("reactor-stratum").resolve(name);
  }

  /** {@code XDG_CACHE_HOME}, which must be absolute to count, or {@code ~/.cache}. */
  static Path root(Map<String, String> environment) {
    String configured = environment.getOrDefault("XDG_CACHE_HOME", "");
    return configured.startsWith("/")
        ? Path.of(configured)
        : Path.of(System.getProperty("user.home"), ".cache");
  }
}
