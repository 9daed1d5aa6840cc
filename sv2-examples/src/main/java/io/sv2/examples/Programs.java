package io.sv2.examples;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine. */
public final class Programs {
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

  static Optional<Path> in(String program, String path) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
