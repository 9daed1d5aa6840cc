package io.sv2.codec;

import org.jspecify.annotations.Nullable;

/** A value outside the range that the specification gives its type or field. */
public final class InvalidValueException extends Sv2CodecException {
  private static final long serialVersionUID = 1L;

  /**
   * A value refused before it belongs to a field.
   *
   * @param rule what would be right, and what was there
   */
  public InvalidValueException(String rule) {
    super(null, null, -1, rule);
  }

  /**
   * A value refused by a field of a message.
   *
   * @param messageName the name of the message in the specification
   * @param field the name of the field in the specification
   * @param rule what would be right, and what was there
   */
  public InvalidValueException(String messageName, String field, String rule) {
    super(messageName, field, -1, rule);
  }

  InvalidValueException(String messageName, String rule, @Nullable Throwable cause) {
    super(messageName, rule, cause);
  }

  InvalidValueException(
      @Nullable String messageName, @Nullable String field, int offset, String rule) {
    super(messageName, field, offset, rule);
  }
}
