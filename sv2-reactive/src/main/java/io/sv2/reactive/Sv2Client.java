package io.sv2.reactive;

import io.sv2.codec.Protocol;
import io.sv2.codec.common.SetupConnection;

/**
 * A client as its server's handlers see it.
 *
 * @param id unique in the life of the server
 * @param peer where it connects from, for logs
 * @param protocol the subprotocol it set up
 * @param setup what it said when it did; its flags are what handlers look at
 */
public record Sv2Client(long id, String peer, Protocol protocol, SetupConnection setup) {
  @Override
  public String toString() {
    return "client " + id + " " + peer;
  }
}
