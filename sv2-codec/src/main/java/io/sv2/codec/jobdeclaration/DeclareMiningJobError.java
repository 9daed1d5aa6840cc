package io.sv2.codec.jobdeclaration;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.Str0255;

/**
 * The declared job was refused. DeclareMiningJob.Error, section 6.4.6.
 *
 * @param requestId U32: pairs request and answer
 * @param errorCode see {@link io.sv2.codec.ErrorCodes}
 * @param errorDetails more about it; may be empty
 */
public record DeclareMiningJobError(long requestId, Str0255 errorCode, B064K errorDetails)
    implements JobDeclarationMessage {
  private static final String NAME = "DeclareMiningJob.Error";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public DeclareMiningJobError {
    FieldRules.u32(NAME, "request_id", requestId);
    FieldRules.code(NAME, "error_code", errorCode);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static DeclareMiningJobError read(PayloadReader reader) {
    return new DeclareMiningJobError(
        reader.u32("request_id"), reader.str0255("error_code"), reader.b064K("error_details"));
  }

  @Override
  public MessageType type() {
    return MessageType.DECLARE_MINING_JOB_ERROR;
  }

  @Override
  public int payloadLength() {
    return 7 + errorCode.length() + errorDetails.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(requestId);
    writer.prefixed8(errorCode);
    writer.prefixed16(errorDetails);
  }
}
