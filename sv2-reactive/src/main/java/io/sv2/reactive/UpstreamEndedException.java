package io.sv2.reactive;

import java.io.Serial;

/** A connection that ended before it was set up. */
final class UpstreamEndedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient CloseReason reason;

  UpstreamEndedException(String peer, CloseReason reason) {
    super(peer + ": " + reason, null, false, false); // says all there is
    this.reason = reason;
  }

  CloseReason reason() {
    return reason;
  }
}
