package io.sv2.reactive.layer;

/**
 * A layer did not let a request through, or did not wait for its answer any longer. Unless {@link
 * Layers#onRefusal} answers it, the connection ends with {@code OVERLOADED}.
 *
 * <p>Has no stack trace: there may be many of them, just when there is no time for it.
 */
@SuppressWarnings("serial")
public final class LayerException extends RuntimeException {
  /** What the layer has run out of. */
  public enum Kind {
    /** No answer in the time allowed; the handler has been cancelled. */
    TIMEOUT,
    /** More requests in a period than allowed. */
    RATE_LIMITED,
    /** More requests at once than allowed. */
    CONCURRENCY_LIMITED,
    /** Too many have failed lately, or were too slow. */
    CIRCUIT_OPEN,
    /** The process has too much to do. */
    SHED
  }

  private final Kind kind;

  /** Of {@code kind}; {@code message} names the layer and its limit, and nothing of a peer's. */
  public LayerException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** What the layer has run out of. */
  public Kind kind() {
    return kind;
  }
}
