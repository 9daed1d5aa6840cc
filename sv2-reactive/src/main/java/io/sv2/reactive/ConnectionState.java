package io.sv2.reactive;

/** How far a server's connection has come; a metric uses the names as labels. */
public enum ConnectionState {
  /** The TCP connection is there, its Noise handshake is not finished. */
  HANDSHAKE,
  /** SetupConnection is awaited. */
  SETUP,
  /** Set up; the first channel, or the first message where there are no channels, is awaited. */
  FIRST_CHANNEL,
  /** In use. */
  ACTIVE
}
