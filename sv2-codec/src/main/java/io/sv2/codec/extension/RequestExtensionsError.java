package io.sv2.codec.extension;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import java.util.List;

/**
 * None of the extensions is supported, or one that is required was not asked for.
 * RequestExtensions.Error, extension 0x0001.
 *
 * @param requestId U16: pairs request and answer
 * @param unsupportedExtensions U16 each: asked for and not known here
 * @param requiredExtensions U16 each: needed here and not asked for
 */
public record RequestExtensionsError(
    int requestId, List<Integer> unsupportedExtensions, List<Integer> requiredExtensions)
    implements ExtensionMessage {
  private static final String NAME = "RequestExtensions.Error";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public RequestExtensionsError {
    FieldRules.u16(NAME, "request_id", requestId);
    unsupportedExtensions =
        FieldRules.u16Sequence(NAME, "unsupported_extensions", unsupportedExtensions);
    requiredExtensions = FieldRules.u16Sequence(NAME, "required_extensions", requiredExtensions);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static RequestExtensionsError read(PayloadReader reader) {
    return new RequestExtensionsError(
        reader.u16("request_id"),
        reader.seq064KU16("unsupported_extensions"),
        reader.seq064KU16("required_extensions"));
  }

  @Override
  public MessageType type() {
    return MessageType.REQUEST_EXTENSIONS_ERROR;
  }

  @Override
  public int payloadLength() {
    return 6 + 2 * unsupportedExtensions.size() + 2 * requiredExtensions.size();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u16(requestId);
    writer.seq064KU16(unsupportedExtensions);
    writer.seq064KU16(requiredExtensions);
  }
}
