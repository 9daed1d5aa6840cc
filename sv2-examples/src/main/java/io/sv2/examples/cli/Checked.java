package io.sv2.examples.cli;

import io.sv2.codec.Sv2CodecException;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Tells which option a value out of its range came from. */
final class Checked {
  private Checked() {}

  /** What {@code value} makes of the options; what it refuses is misuse of them. */
  static <T> T option(CommandSpec spec, String options, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException | Sv2CodecException e) {
      throw new ParameterException(spec.commandLine(), options + ": " + e.getMessage(), e);
    }
  }
}
