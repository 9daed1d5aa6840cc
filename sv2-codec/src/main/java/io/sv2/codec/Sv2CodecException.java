package io.sv2.codec;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not what the specification asks for, or a value that cannot be put on the wire.
 *
 * <p>Names the message, the field, the offset and the rule as far as they are known where it is
 * thrown. After one of these a connection is dead.
 */
public abstract sealed class Sv2CodecException extends RuntimeException
    permits TruncatedException,
        InvalidValueException,
        FrameTooLargeException,
        UnknownTypeException,
        InvalidJsonException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String messageName;
  private final @Nullable String field;
  private final int offset;
  private final String rule;

  Sv2CodecException(@Nullable String messageName, @Nullable String field, int offset, String rule) {
    this(messageName, field, "payload byte", offset, rule);
  }

  Sv2CodecException(
      @Nullable String messageName, @Nullable String field, String unit, int offset, String rule) {
    super(describe(messageName, field, unit, offset, rule), null, false, true);
    this.messageName = messageName;
    this.field = field;
    this.offset = offset;
    this.rule = rule;
  }

  /** For what other code refused in a way of its own. */
  Sv2CodecException(String messageName, String rule, @Nullable Throwable cause) {
    super(describe(messageName, null, "", -1, rule), cause, false, true);
    this.messageName = messageName;
    this.field = null;
    this.offset = -1;
    this.rule = rule;
  }

  private static String describe(
      @Nullable String messageName, @Nullable String field, String unit, int offset, String rule) {
    StringBuilder text = new StringBuilder();
    if (messageName != null) {
      text.append(messageName);
      if (field != null) {
        text.append('.');
      }
    }
    if (field != null) {
      text.append(field);
    }
    if (offset >= 0) {
      text.append(text.isEmpty() ? "at " : " at ").append(unit).append(' ').append(offset);
    }
    return text.isEmpty() ? rule : text.append(": ").append(rule).toString();
  }

  /** The specification's name of the message, where known. */
  public final @Nullable String messageName() {
    return messageName;
  }

  /** The specification's name of the field, where known. */
  public final @Nullable String field() {
    return field;
  }

  /**
   * Where the field begins, in bytes from the start of the payload, in JSON in characters from the
   * start of the line; -1 when not known.
   */
  public final int offset() {
    return offset;
  }

  /** What would have been right, and what was there. */
  public final String rule() {
    return rule;
  }
}
