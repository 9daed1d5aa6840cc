package io.sv2.codec;

import org.jspecify.annotations.Nullable;

/** A payload that ends before its fields do, or a length that cannot fit in what remains. */
public final class TruncatedException extends Sv2CodecException {
  private static final long serialVersionUID = 1L;

  TruncatedException(@Nullable String messageName, String field, int offset, String rule) {
    super(messageName, field, offset, rule);
  }
}
