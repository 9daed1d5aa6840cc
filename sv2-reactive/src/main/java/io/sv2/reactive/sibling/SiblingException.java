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

  /** Whether a request failed by what its sibling did, not because the asker never had one. */
  public static boolean isOfTheSibling(Throwable error) {
    return !(error instanceof SiblingException asked && asked.kind == Kind.NO_SIBLING);
  }

  /** The class of reason. */
  public Kind kind() {
    return kind;
  }
}
