package io.sv2.codec.jobdeclaration;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.Str0255;

/**
 * Asks for a token for a job that will be declared. AllocateMiningJobToken, section 6.4.2.
 *
 * @param userIdentifier whom the pool knows the client as
 * @param requestId U32: pairs request and answer
 */
public record AllocateMiningJobToken(Str0255 userIdentifier, long requestId)
    implements JobDeclarationMessage {
  private static final String NAME = "AllocateMiningJobToken";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public AllocateMiningJobToken {
    FieldRules.u32(NAME, "request_id", requestId);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static AllocateMiningJobToken read(PayloadReader reader) {
    return new AllocateMiningJobToken(reader.str0255("user_identifier"), reader.u32("request_id"));
  }

  @Override
  public MessageType type() {
    return MessageType.ALLOCATE_MINING_JOB_TOKEN;
  }

  @Override
  public int payloadLength() {
    return 5 + userIdentifier.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.prefixed8(userIdentifier);
    writer.u32(requestId);
  }
}
