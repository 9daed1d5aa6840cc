package io.sv2.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own, as the launcher starts it. */
final class Launched implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedReader out;
  private final Path err;

  private Launched(Path folder, String... arguments) {
    try {
      err = Files.createTempFile(folder, "err", ".txt");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-XX:+UseSerialGC");
      command.add("-cp");
      command.add(System.getProperty("java.class.path"));
      command.add("-Dlogback.configurationFile=logback.xml");
      command.add("-D" + Interrupt.PATIENCE + "=" + PATIENCE.toMillis());
      command.add(Sv2.class.getName());
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
      builder.environment().put("LC_ALL", "C"); // the operating system's words, too
      process = builder.start();
      out = process.inputReader(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Launched sv2(Path folder, String... arguments) {
    return new Launched(folder, arguments);
  }

  /** The next line on stdout, which is JSON. */
  JsonNode line() {
    try {
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("stdout has ended; stderr: " + errors());
      }
      return json(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All further lines on stdout; each is JSON. */
  List<JsonNode> rest() {
    return out.lines().map(Launched::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON on stdout: " + line, e);
    }
  }

  /** Asks it to end as Ctrl-C does. */
  void terminate() {
    process.toHandle().destroy(); // the process itself would also close its streams
  }

  int exitCode() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + PATIENCE + "; stderr: " + errors());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String errors() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
