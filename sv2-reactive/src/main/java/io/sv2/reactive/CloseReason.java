package io.sv2.reactive;

/**
 * Why a connection ended, for the log, for metrics and for tests.
 *
 * @param kind the class of reason
 * @param detail what happened, for a person; no secrets, no control characters from peers
 */
public record CloseReason(Kind kind, String detail) {
  /** Classes of reasons; a metric may use them as labels. */
  public enum Kind {
    /** The peer closed its side. */
    PEER_CLOSED,
    /** This side is done: shutdown, or the user closed it. */
    LOCAL_CLOSE,
    /** The socket failed. */
    IO_ERROR,
    /** Refused before it cost anything: too many connections or handshakes. */
    ADMISSION_REFUSED,
    /** The Noise handshake failed (section 4.5). */
    HANDSHAKE_FAILED,
    /** The handshake was not finished in time. */
    HANDSHAKE_TIMEOUT,
    /** A frame did not decrypt; nothing after it can (section 4.6). */
    DECRYPTION_FAILED,
    /** A header announced more than is accepted in this state. */
    FRAME_TOO_LARGE,
    /** A frame was begun and not ended in time. */
    FRAME_TIMEOUT,
    /** An undecodable, misdirected or misplaced message. */
    PROTOCOL_ERROR,
    /** No SetupConnection, or no answer to it, in time. */
    SETUP_TIMEOUT,
    /** SetupConnection was answered with SetupConnection.Error (section 3.6.3). */
    SETUP_REFUSED,
    /** Extensions that this server requires were not asked for (extension 0x0001, section 4). */
    EXTENSION_REQUIRED,
    /** A server has said nothing to RequestExtensions; it may not know of extensions. */
    EXTENSIONS_UNANSWERED,
    /** Set up, but no channel opened, or nothing said, in time (section 5.3.2). */
    IDLE_AFTER_SETUP,
    /** The server has sent Reconnect (section 3.6.5). */
    RECONNECT,
    /** Silent for longer than allowed. */
    INACTIVE,
    /** More was queued for the peer than its bound allows. */
    SLOW_CONSUMER,
    /** The peer did not read for too long. */
    WRITE_TIMEOUT,
    /** The user's handler failed. */
    HANDLER_FAILED,
    /** The user's handler did not answer in time. */
    HANDLER_TIMEOUT,
    /** A layer refused a request (timeout, rate, load), and nobody answered for it. */
    OVERLOADED
  }

  /** The peer closed its side. */
  public static CloseReason peerClosed() {
    return new CloseReason(Kind.PEER_CLOSED, "the peer closed the connection");
  }

  /** This side is done. */
  public static CloseReason local(String detail) {
    return new CloseReason(Kind.LOCAL_CLOSE, detail);
  }

  /** For {@code kind}, with its cause's message as detail. */
  public static CloseReason of(Kind kind, Throwable cause) {
    String message = cause.getMessage();
    return new CloseReason(kind, message == null ? cause.getClass().getSimpleName() : message);
  }

  @Override
  public String toString() {
    return kind + ": " + detail;
  }
}
