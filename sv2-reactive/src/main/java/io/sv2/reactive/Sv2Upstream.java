package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.codec.common.SetupConnectionSuccess;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * A server as its client's handlers see it.
 *
 * @param protocol the subprotocol that is spoken with it
 * @param index its place in the configured order, 0 for the preferred one
 * @param address where it is; another than the configured one after a Reconnect
 * @param setup its answer to SetupConnection; its flags are what handlers look at (section 3.6.2)
 * @param extensions what was agreed on by extension 0x0001
 */
public record Sv2Upstream(
    Protocol protocol,
    int index,
    InetSocketAddress address,
    SetupConnectionSuccess setup,
    Set<Integer> extensions) {
  /** Keeps its own copy of the set. */
  public Sv2Upstream {
    extensions = Set.copyOf(extensions);
  }

  @Override
  public String toString() {
    return protocol + " upstream " + index + " " + address;
  }
}
