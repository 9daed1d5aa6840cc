package io.sv2.codec.extension;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import java.util.List;

/**
 * The extensions that the client would use. RequestExtensions, extension 0x0001.
 *
 * @param requestId U16: pairs request and answer
 * @param requestedExtensions U16 each: identifiers
 */
public record RequestExtensions(int requestId, List<Integer> requestedExtensions)
    implements ExtensionMessage {
  private static final String NAME = "RequestExtensions";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public RequestExtensions {
    FieldRules.u16(NAME, "request_id", requestId);
    requestedExtensions = FieldRules.u16Sequence(NAME, "requested_extensions", requestedExtensions);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static RequestExtensions read(PayloadReader reader) {
    return new RequestExtensions(
        reader.u16("request_id"), reader.seq064KU16("requested_extensions"));
  }

  @Override
  public MessageType type() {
    return MessageType.REQUEST_EXTENSIONS;
  }

  @Override
  public int payloadLength() {
    return 4 + 2 * requestedExtensions.size();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u16(requestId);
    writer.seq064KU16(requestedExtensions);
  }
}
