package io.sv2.codec.template;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;

/**
 * How much room the client needs in the coinbase; also asks for templates.
 * CoinbaseOutputConstraints, section 7.1.
 *
 * @param coinbaseOutputMaxAdditionalSize U32: serialized bytes of the outputs it will add
 * @param coinbaseOutputMaxAdditionalSigops U16: signature operations in them
 */
public record CoinbaseOutputConstraints(
    long coinbaseOutputMaxAdditionalSize, int coinbaseOutputMaxAdditionalSigops)
    implements TemplateMessage {
  private static final String NAME = "CoinbaseOutputConstraints";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public CoinbaseOutputConstraints {
    FieldRules.u32(NAME, "coinbase_output_max_additional_size", coinbaseOutputMaxAdditionalSize);
    FieldRules.u16(
        NAME, "coinbase_output_max_additional_sigops", coinbaseOutputMaxAdditionalSigops);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static CoinbaseOutputConstraints read(PayloadReader reader) {
    return new CoinbaseOutputConstraints(
        reader.u32("coinbase_output_max_additional_size"),
        reader.u16("coinbase_output_max_additional_sigops"));
  }

  @Override
  public MessageType type() {
    return MessageType.COINBASE_OUTPUT_CONSTRAINTS;
  }

  @Override
  public int payloadLength() {
    return 6;
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(coinbaseOutputMaxAdditionalSize);
    writer.u16(coinbaseOutputMaxAdditionalSigops);
  }
}
