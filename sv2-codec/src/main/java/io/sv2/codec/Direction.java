package io.sv2.codec;

/** Who may send a message. */
public enum Direction {
  /** Only the side that opened the connection. */
  CLIENT_TO_SERVER,
  /** Only the side that accepted the connection. */
  SERVER_TO_CLIENT,
  /** Either side. */
  BOTH
}
