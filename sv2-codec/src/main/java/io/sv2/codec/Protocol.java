package io.sv2.codec;

import java.util.Optional;

/** The subprotocols that a connection can be set up for (section 3.6.1). */
public enum Protocol {
  /** Chapter 5. */
  MINING(0),
  /** Chapter 6. */
  JOB_DECLARATION(1),
  /** Chapter 7. */
  TEMPLATE_DISTRIBUTION(2);

  private final int code;

  Protocol(int code) {
    this.code = code;
  }

  /** Value of {@code SetupConnection.protocol}. */
  public int code() {
    return code;
  }

  /** The subprotocol with this code; empty when there is none. */
  public static Optional<Protocol> ofCode(int code) {
    for (Protocol protocol : values()) {
      if (protocol.code == code) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }
}
