package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;

/**
 * The pool commits to reward the custom job. SetCustomMiningJob.Success, section 5.3.19.
 *
 * @param channelId U32: the channel
 * @param requestId U32: of the request
 * @param jobId U32: under which shares are submitted
 */
public record SetCustomMiningJobSuccess(long channelId, long requestId, long jobId)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "SetCustomMiningJob.Success";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SetCustomMiningJobSuccess {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.u32(NAME, "request_id", requestId);
    FieldRules.u32(NAME, "job_id", jobId);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SetCustomMiningJobSuccess read(PayloadReader reader) {
    return new SetCustomMiningJobSuccess(
        reader.u32("channel_id"), reader.u32("request_id"), reader.u32("job_id"));
  }

  @Override
  public MessageType type() {
    return MessageType.SET_CUSTOM_MINING_JOB_SUCCESS;
  }

  @Override
  public int payloadLength() {
    return 12;
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.u32(requestId);
    writer.u32(jobId);
  }
}
