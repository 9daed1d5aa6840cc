package io.sv2.codec.extension;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import java.util.List;

/**
 * The extensions that may be used from now on. RequestExtensions.Success, extension 0x0001.
 *
 * @param requestId U16: pairs request and answer
 * @param supportedExtensions U16 each: identifiers
 */
public record RequestExtensionsSuccess(int requestId, List<Integer> supportedExtensions)
    implements ExtensionMessage {
  private static final String NAME = "RequestExtensions.Success";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public RequestExtensionsSuccess {
    FieldRules.u16(NAME, "request_id", requestId);
    supportedExtensions = FieldRules.u16Sequence(NAME, "supported_extensions", supportedExtensions);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static RequestExtensionsSuccess read(PayloadReader reader) {
    return new RequestExtensionsSuccess(
        reader.u16("request_id"), reader.seq064KU16("supported_extensions"));
  }

  @Override
  public MessageType type() {
    return MessageType.REQUEST_EXTENSIONS_SUCCESS;
  }

  @Override
  public int payloadLength() {
    return 4 + 2 * supportedExtensions.size();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u16(requestId);
    writer.seq064KU16(supportedExtensions);
  }
}
