package io.sv2.reactive.mining;

/**
 * Bytes that make no coinbase transaction, or not one that miners can work on; says what is wrong.
 */
public final class InvalidCoinbaseException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong, for a person. */
  public InvalidCoinbaseException(String message) {
    super(message);
  }
}
