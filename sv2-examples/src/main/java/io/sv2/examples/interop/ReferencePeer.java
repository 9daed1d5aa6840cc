package io.sv2.examples.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sv2.examples.Programs;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process on the crates of the Stratum V2 reference implementation: converts messages, speaks
 * Noise, times itself. It answers a line with a line; its README says which.
 *
 * <p>All methods block; not for Reactor's threads, and not for several threads at once.
 */
public final class ReferencePeer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReferencePeer.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  private ReferencePeer(Process process) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Whether the peer can be built here.
   *
   * @return true when {@code cargo} is on the PATH
   */
  public static boolean available() {
    return Programs.onPath("cargo").isPresent();
  }

  /**
   * Builds the peer with cargo, which does nothing where it is built already.
   *
   * @param config where it is
   * @return the program
   * @throws IOException when it cannot be built
   * @throws InterruptedException when this thread is interrupted; no child is left then
   */
  public static Path build(ReferencePeerConfig config) throws IOException, InterruptedException {
    if (!available()) {
      throw new IOException("cargo is needed on the PATH: install Rust 1.85 or later");
    }
    log.info("building the reference peer, at first use this takes minutes");
    // In its directory, since that is where cargo looks for the crate's own settings.
    ProcessBuilder builder =
        new ProcessBuilder("cargo", "build", "--release", "--locked", "--quiet")
            .directory(config.sources().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().remove("CARGO_BUILD_TARGET"); // puts the program elsewhere
    builder.environment().put("CARGO_TARGET_DIR", config.target().toString());
    Process cargo = builder.start();
    try {
      cargo.getOutputStream().close();
      if (!cargo.waitFor(config.buildTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("cargo took longer than " + config.buildTimeout());
      }
    } finally {
      cargo.descendants().forEach(ProcessHandle::destroyForcibly); // its compilers
      cargo.destroyForcibly();
    }
    if (cargo.exitValue() != 0) {
      throw new IOException("cargo ended with " + cargo.exitValue());
    }
    return config.target().resolve("release/reference-peer");
  }

  /**
   * Starts {@code program}.
   *
   * @param program what {@link #build} returned
   * @param mode the mode and its arguments
   * @return the running peer
   * @throws IOException when it does not start
   */
  public static ReferencePeer start(Path program, String... mode) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(mode));
    return new ReferencePeer(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /**
   * One line to the peer, and its answer.
   *
   * @param line JSON without a line break
   * @return the answer; may be an object with an {@code error}
   * @throws IOException when the peer has ended
   */
  public String ask(String line) throws IOException {
    in.write(line);
    in.newLine();
    in.flush();
    return line();
  }

  /**
   * The next line that the peer prints.
   *
   * @return JSON
   * @throws IOException when the peer ends instead
   */
  public String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the reference peer has ended" + (isAlive() ? "" : exit()));
    }
    return line;
  }

  /**
   * As {@link #line()}, parsed.
   *
   * @return an object
   * @throws IOException when the peer ends instead, or prints no JSON
   */
  public JsonNode next() throws IOException {
    return JSON.readTree(line());
  }

  private boolean isAlive() {
    return process.isAlive();
  }

  private String exit() {
    return " with " + process.exitValue();
  }

  /** Ends the peer. */
  @Override
  public void close() {
    Programs.stop(process);
  }
}
