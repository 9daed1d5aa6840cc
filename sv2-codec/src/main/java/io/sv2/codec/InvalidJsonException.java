package io.sv2.codec;

import io.sv2.codec.type.Str0255;
import org.jspecify.annotations.Nullable;

/** A line of JSON that is no message: not JSON, or fields that are not the message's. */
public final class InvalidJsonException extends Sv2CodecException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SHOWN = 200;

  /**
   * What is wrong, and where.
   *
   * @param messageName the message, where known
   * @param field the field, where known
   * @param offset characters before it, from the beginning of the line; -1 when not known
   * @param rule what would be right, and what was there
   */
  public InvalidJsonException(
      @Nullable String messageName, @Nullable String field, int offset, String rule) {
    super(messageName, field == null ? null : shown(field), "character", offset, shown(rule));
  }

  /** Without control characters and not without end: it may be a peer's. */
  private static String shown(String text) {
    return Str0255.printable(
        text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text);
  }
}
