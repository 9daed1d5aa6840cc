package io.sv2.examples;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of this machine, and child processes. */
public final class Programs {
  private static final long STOP_SECONDS = 5;

  private Programs() {}

  /**
   * The first executable of that name on the PATH.
   *
   * @param program its name
   * @return where it is; empty when there is none
   */
  public static Optional<Path> onPath(String program) {
    return in(program, System.getenv().getOrDefault("PATH", ""));
  }

  /**
   * Ends a child process; waits for it for a few seconds, then ends it by force.
   *
   * @param process to end
   */
  public static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  static Optional<Path> in(String program, String path) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
