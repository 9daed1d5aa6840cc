package io.sv2.examples.bitcoin;

/** A full node could not be asked, or refused to answer. The message says what to do about it. */
public final class NodeRpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** No connection, or it broke. */
    UNREACHABLE(true),
    /** No answer within the time allowed. */
    TIMEOUT(true),
    /** The node does not know this user and password. */
    UNAUTHORIZED(false),
    /** The cookie file cannot be read, or the node no longer takes what it says. */
    COOKIE(true),
    /** The node does not accept RPC from this address. */
    FORBIDDEN(false),
    /** The node starts, downloads blocks or has no peers (codes -28, -10, -9). */
    NOT_READY(true),
    /** The node is out of capacity for the moment (HTTP 503). */
    BUSY(true),
    /** The node answered with another RPC error; see {@link #code()}. */
    REFUSED(false),
    /** The answer is longer than the configured limit. */
    TOO_LARGE(false),
    /** The answer is not what a Bitcoin node says. */
    MALFORMED(false);

    private final boolean passing;

    Kind(boolean passing) {
      this.passing = passing;
    }
  }

  private final Kind kind;
  private final int code;

  NodeRpcException(Kind kind, int code, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
  }

  NodeRpcException(Kind kind, int code, String message) {
    super(message);
    this.kind = kind;
    this.code = code;
  }

  /**
   * What went wrong.
   *
   * @return the kind of failure
   */
  public Kind kind() {
    return kind;
  }

  /**
   * The node's number for it.
   *
   * @return an RPC error code (negative), else an HTTP status, or 0 when there is neither
   */
  public int code() {
    return code;
  }

  /**
   * Whether the same question may be answered later without anybody doing something.
   *
   * @return true when a retry makes sense
   */
  public boolean isTransient() {
    return kind.passing;
  }
}
