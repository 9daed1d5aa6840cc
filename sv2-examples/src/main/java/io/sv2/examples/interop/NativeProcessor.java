package io.sv2.examples.interop;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the Rust compiler makes of this machine's processor: what is built for it need not run on
 * another, and a cache may be carried from one machine to another.
 */
final class NativeProcessor {
  private static final int SHOWN = 4; // bytes; .ci/run makes the same name

  private NativeProcessor() {}

  /** The same for all machines that can run the same programs; {@code none} without a compiler. */
  static String id() {
    try {
      Process rustc =
          // Its features, and its name, as the compiler may not tell all of the features.
          new ProcessBuilder(
                  "rustc", "--print", "cfg", "--print", "target-cpus", "-C", "target-cpu=native")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      rustc.getOutputStream().close();
      byte[] said = rustc.getInputStream().readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(said);
      return HexFormat.of().formatHex(digest, 0, SHOWN);
    } catch (IOException e) {
      return "none"; // nothing can be built then, which whoever tries is told
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
