package io.sv2.examples;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sv2.examples.bitcoin.BcoinNode;
import io.sv2.examples.interop.ReferencePeer;
import java.util.Arrays;

/** What a test needs beside Java: skipped without it, unless {@code -Dsv2.require} names it. */
public final class Needs {
  private Needs() {}

  /** Node.js, for a real full node. */
  public static void node() {
    need("node", BcoinNode.available(), "needs Node.js: node and npm are not on the PATH");
  }

  /** A Rust toolchain, for the reference implementation as a peer. */
  public static void cargo() {
    need("cargo", ReferencePeer.available(), "needs Rust: cargo is not on the PATH");
  }

  private static void need(String name, boolean there, String message) {
    String[] required = System.getProperty("sv2.require", "").split(",");
    if (!there && Arrays.asList(required).contains(name)) {
      throw new AssertionError(message);
    }
    assumeTrue(there, message);
  }
}
