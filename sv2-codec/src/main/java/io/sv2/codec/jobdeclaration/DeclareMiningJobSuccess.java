package io.sv2.codec.jobdeclaration;

import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B0255;

/**
 * The declared job is valid. DeclareMiningJob.Success, section 6.4.5.
 *
 * @param requestId U32: pairs request and answer
 * @param newMiningJobToken for SetCustomMiningJob
 */
public record DeclareMiningJobSuccess(long requestId, B0255 newMiningJobToken)
    implements JobDeclarationMessage {
  private static final String NAME = "DeclareMiningJob.Success";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public DeclareMiningJobSuccess {
    FieldRules.u32(NAME, "request_id", requestId);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static DeclareMiningJobSuccess read(PayloadReader reader) {
    return new DeclareMiningJobSuccess(
        reader.u32("request_id"), reader.b0255("new_mining_job_token"));
  }

  @Override
  public MessageType type() {
    return MessageType.DECLARE_MINING_JOB_SUCCESS;
  }

  @Override
  public int payloadLength() {
    return 5 + newMiningJobToken.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(requestId);
    writer.prefixed8(newMiningJobToken);
  }
}
