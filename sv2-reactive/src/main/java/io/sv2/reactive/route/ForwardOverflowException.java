package io.sv2.reactive.route;

import java.io.Serial;

/** A frame could not be passed on: others have filled the queue for that peer. */
public final class ForwardOverflowException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ForwardOverflowException(String peer) {
    super("the queue for " + peer + " is full");
  }
}
