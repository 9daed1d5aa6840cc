package io.sv2.examples.bitcoin;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs bcoin with npm beside its final place and renames it, so that concurrent starts never
 * see half of it.
 */
final class BcoinInstall {
  private static final Logger log = LoggerFactory.getLogger(BcoinInstall.class);
  private static final String MARKER = ".complete";

  /** leveldown is replaced because the version bcoin asks for does not build on current Node.js. */
  private static final String PACKAGE =
      """
      {
        "name": "reactor-stratum-bcoin",
        "private": true,
        "dependencies": {"bcoin": "1.0.2"},
        "overrides": {"leveldown": "5.6.0"}
      }
      """;

  private BcoinInstall() {}

  /** Blocks until bcoin is there; returns at once when it was installed before. */
  static void ensure(BcoinConfig config) throws IOException, InterruptedException {
    Path target = config.directory();
    if (Files.exists(target.resolve(MARKER))) {
      return;
    }
    Path parent = Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(target));
    Path work = Files.createTempDirectory(parent, "bcoin-");
    try {
      log.info("installing bcoin 1.0.2 into {}", target);
      Files.writeString(work.resolve("package.json"), PACKAGE);
      npmInstall(work, config);
      Files.createFile(work.resolve(MARKER));
      publish(work, target);
    } finally {
      delete(work);
    }
  }

  private static void npmInstall(Path work, BcoinConfig config)
      throws IOException, InterruptedException {
    List<String> command = List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund");
    Process npm =
        new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).start();
    try {
      npm.getOutputStream().close();
      OutputTail output = OutputTail.of(npm.getInputStream(), "bcoin-install");
      if (!npm.waitFor(config.installTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("npm install took longer than " + config.installTimeout());
      }
      if (npm.exitValue() != 0) {
        throw new IOException(
            "npm install ended with %d: %s".formatted(npm.exitValue(), output.text()));
      }
    } finally {
      npm.descendants().forEach(ProcessHandle::destroyForcibly);
      npm.destroyForcibly();
    }
  }

  private static void publish(Path work, Path target) throws IOException {
    try {
      Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.exists(target.resolve(MARKER))) {
        throw new IOException(target + " is in the way and no installation: remove it", e);
      }
    }
  }

  /** Nothing happens when the directory is gone. */
  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
