package io.sv2.reactive.handler;

import io.sv2.codec.Sv2Message;
import java.io.Serial;

/** A message that this side never asked for; the connection ends as after any protocol error. */
public final class UnexpectedMessageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** For {@code message}. */
  public UnexpectedMessageException(Sv2Message message) {
    super(message.type().specName() + " is not expected here");
  }
}
