package io.sv2.reactive.route;

import java.io.Serial;

/** A request that got no answer. */
public final class RequestFailedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Why there is none. */
  public enum Kind {
    /** It did not come in time. */
    TIMEOUT,
    /** As many requests wait for their answers as may. */
    TOO_MANY,
    /** One with the same id waits already. */
    DUPLICATE_ID,
    /** The connection has ended. */
    ENDED,
    /** The peer does not read what it is sent. */
    OVERFLOW,
    /** The message is none that is answered by its id. */
    NO_REQUEST
  }

  private final Kind kind;

  RequestFailedException(Kind kind, String detail) {
    super(detail, null, false, false);
    this.kind = kind;
  }

  /** Why there is none. */
  public Kind kind() {
    return kind;
  }
}
