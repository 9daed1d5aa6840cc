package io.sv2.examples.interop;

import io.sv2.examples.Needs;
import java.io.IOException;
import java.nio.file.Path;

/** The reference peer, built once for all tests. */
final class Peer {
  private Peer() {}

  static ReferencePeer start(String... mode) throws IOException, InterruptedException {
    return ReferencePeer.start(program(), mode);
  }

  /** To be called before tests whose time is limited: at first use this takes minutes. */
  static synchronized Path program() throws IOException, InterruptedException {
    Needs.cargo();
    return ReferencePeer.build(ReferencePeerConfig.in(Path.of("")));
  }
}
