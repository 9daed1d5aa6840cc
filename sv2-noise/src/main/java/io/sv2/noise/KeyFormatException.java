package io.sv2.noise;

/** Text or bytes that are no authority key (section 4.7). */
public final class KeyFormatException extends NoiseException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the key. */
  public enum Reason {
    /** A character that Base58 does not have. */
    BAD_CHARACTER,
    /** The last four bytes are not the checksum of those before. */
    BAD_CHECKSUM,
    /** Too many or too few bytes. */
    WRONG_LENGTH,
    /** A version prefix other than 1. */
    WRONG_VERSION,
    /** Bytes that are no key: not on the curve, zero, or not below the group order. */
    INVALID_KEY
  }

  private final Reason reason;

  KeyFormatException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What is wrong with the key. */
  public Reason reason() {
    return reason;
  }
}
