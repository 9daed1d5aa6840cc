package io.sv2.reactive.layer;

import java.io.Serial;

/**
 * A layer did not let a request through, or gave up on it. Unless {@link Layers#onRefusal} answers
 * for it, the connection ends as {@code OVERLOADED}.
 */
public final class LayerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Which layer it was. */
  public enum Kind {
    /** The handler took too long. */
    TIMEOUT,
    /** More requests than the allowance. */
    RATE_LIMITED,
    /** As many requests are at work as may be. */
    CONCURRENCY_LIMITED,
    /** Too many requests failed lately; the handler is left alone for a while. */
    CIRCUIT_OPEN,
    /** There is too much to do altogether. */
    SHED
  }

  private final Kind kind;

  /** For {@code kind}; {@code detail} names the limit. Without a stack: it is no bug. */
  public LayerException(Kind kind, String detail) {
    super(kind + ": " + detail, null, false, false);
    this.kind = kind;
  }

  /** Which layer it was. */
  public Kind kind() {
    return kind;
  }
}
