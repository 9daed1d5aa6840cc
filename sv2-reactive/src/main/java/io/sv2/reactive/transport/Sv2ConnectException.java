package io.sv2.reactive.transport;

import io.sv2.reactive.CloseReason;
import java.io.Serial;
import java.net.InetSocketAddress;

/** A connection that did not come about. */
public final class Sv2ConnectException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient CloseReason reason;

  Sv2ConnectException(InetSocketAddress address, CloseReason reason, Throwable cause) {
    super("no connection to " + address + ": " + reason, cause);
    this.reason = reason;
  }

  /** Why. */
  public CloseReason reason() {
    return reason;
  }
}
