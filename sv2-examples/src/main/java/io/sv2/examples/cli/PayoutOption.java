package io.sv2.examples.cli;

import io.sv2.codec.type.B064K;
import io.sv2.examples.bitcoin.Payout;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An address or the hex of a script. */
final class PayoutOption implements ITypeConverter<B064K> {
  @Override
  public B064K convert(String text) {
    try {
      return B064K.of(Payout.parse(text));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
