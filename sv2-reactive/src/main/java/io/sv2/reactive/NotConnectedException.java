package io.sv2.reactive;

import io.sv2.codec.Protocol;
import java.io.Serial;

/** There is no connection at the moment to send a message by. */
public final class NotConnectedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  NotConnectedException(String service, Protocol protocol) {
    super(service + " has no connection for " + protocol + " now");
  }
}
