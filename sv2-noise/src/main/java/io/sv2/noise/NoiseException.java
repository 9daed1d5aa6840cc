package io.sv2.noise;

/**
 * A key, a handshake or a sealed record that is not what it should be.
 *
 * <p>The message names what was expected and what came, never a secret. After a handshake or
 * transport error the connection is dead.
 */
public abstract sealed class NoiseException extends RuntimeException
    permits KeyFormatException, NoiseHandshakeException, NoiseTransportException {
  private static final long serialVersionUID = 1L;

  NoiseException(String message) {
    super(message);
  }
}
