package io.sv2.examples.bitcoin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sv2.examples.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real full node without Bitcoin Core: bcoin on a regtest chain in memory, run by Node.js as a
 * child process. The child ends with {@link #close()}, with this JVM, and however the JVM dies,
 * because it watches its standard input.
 */
public final class BcoinNode implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BcoinNode.class);
  private static final String SCRIPT = "bcoin-node.js";

  private final Process process;
  private final Thread killer;
  private final int port;
  private final int height;

  private BcoinNode(Process process, Thread killer, JsonNode ready) {
    this.process = process;
    this.killer = killer;
    this.port = ready.path("port").asInt();
    this.height = ready.path("height").asInt();
  }

  /**
   * Whether a node can be run here.
   *
   * @return true when {@code node} and {@code npm} are on the PATH
   */
  public static boolean available() {
    return Programs.onPath("node").isPresent() && Programs.onPath("npm").isPresent();
  }

  /**
   * Installs bcoin if need be and starts it. Blocks for seconds, on a first start for the time of a
   * download; not for Reactor's threads.
   *
   * @param config where and how
   * @return a node that answers RPC
   * @throws IOException when it cannot be installed or started, with the end of what it printed
   * @throws InterruptedException when this thread is interrupted; no child is left then
   */
  public static BcoinNode start(BcoinConfig config) throws IOException, InterruptedException {
    if (!available()) {
      throw new IOException("node and npm are needed on the PATH: install Node.js 18 or later");
    }
    BcoinInstall.ensure(config);
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "node",
                "-e",
                script(),
                "--",
                String.valueOf(config.port()),
                String.valueOf(config.blocks())));
    builder.directory(config.directory().toFile()).environment().put("NODE_BACKEND", "js");
    Process process = builder.start();
    Thread killer = new Thread(process::destroyForcibly, "bcoin-killer");
    Runtime.getRuntime().addShutdownHook(killer);
    boolean ready = false;
    try {
      BcoinNode node = new BcoinNode(process, killer, awaitReady(process, config));
      ready = true;
      log.info("bcoin {} answers on {} at height {}", process.pid(), node.address(), node.height);
      return node;
    } finally {
      if (!ready) {
        stop(process, killer);
      }
    }
  }

  /**
   * Where the node answers RPC; it asks for no password.
   *
   * @return the address on 127.0.0.1
   */
  public NodeAddress address() {
    return NodeAddress.parse("http://127.0.0.1:" + port);
  }

  /**
   * The height the chain began with.
   *
   * @return the number of blocks mined before the node was ready
   */
  public int startHeight() {
    return height;
  }

  /**
   * Whether the child runs.
   *
   * @return false once it has ended, for whatever reason
   */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the child; waits for it for a few seconds. */
  @Override
  public void close() {
    stop(process, killer);
  }

  /** Closes the child's standard input, as the end of this JVM would. */
  void forsake() throws IOException {
    process.getOutputStream().close();
  }

  private static JsonNode awaitReady(Process process, BcoinConfig config)
      throws IOException, InterruptedException {
    OutputTail out = OutputTail.of(process.getInputStream(), "bcoin-out");
    OutputTail err = OutputTail.of(process.getErrorStream(), "bcoin-err");
    try {
      String line = out.firstLine().get(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
      return new ObjectMapper().readTree(line);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(
          "bcoin was not ready within %s: %s".formatted(config.startTimeout(), err.text()), e);
    } catch (ExecutionException e) {
      throw new IOException("bcoin ended while starting: " + err.text(), e);
    }
  }

  private static void stop(Process process, Thread killer) {
    Programs.stop(process);
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      log.debug("the JVM is ending already");
    }
  }

  private static String script() throws IOException {
    try (InputStream in = BcoinNode.class.getResourceAsStream(SCRIPT)) {
      return new String(Objects.requireNonNull(in, SCRIPT).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
