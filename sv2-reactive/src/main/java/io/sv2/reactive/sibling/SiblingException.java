package io.sv2.reactive.sibling;

import java.io.Serial;

/** A request that its sibling did not answer. */
public final class SiblingException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Why a sibling does not answer. */
  public enum Kind {
    /** The service was made without one. */
    NO_SIBLING,
    /** It has stopped. */
    STOPPED,
    /** More requests wait for it than the bound allows. */
    OVERLOADED,
    /** It took too long. */
    TIMEOUT
  }

  private final Kind kind;

  /** For {@code kind}. */
  public SiblingException(Kind kind, String detail) {
    super(detail);
    this.kind = kind;
  }

  /** The class of reason. */
  public Kind kind() {
    return kind;
  }
}
