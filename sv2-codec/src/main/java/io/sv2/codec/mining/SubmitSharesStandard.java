package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;

/**
 * A result on a standard channel. SubmitSharesStandard, section 5.3.11.
 *
 * @param channelId U32: the channel
 * @param sequenceNumber U32: of this submission, counted by the client in the channel
 * @param jobId U32: the job that was worked on
 * @param nonce U32: header nonce
 * @param ntime U32: header time, Unix seconds
 * @param version U32: full header version
 */
public record SubmitSharesStandard(
    long channelId, long sequenceNumber, long jobId, long nonce, long ntime, long version)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "SubmitSharesStandard";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SubmitSharesStandard {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.u32(NAME, "sequence_number", sequenceNumber);
    FieldRules.u32(NAME, "job_id", jobId);
    FieldRules.u32(NAME, "nonce", nonce);
    FieldRules.u32(NAME, "ntime", ntime);
    FieldRules.u32(NAME, "version", version);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SubmitSharesStandard read(PayloadReader reader) {
    return new SubmitSharesStandard(
        reader.u32("channel_id"),
        reader.u32("sequence_number"),
        reader.u32("job_id"),
        reader.u32("nonce"),
        reader.u32("ntime"),
        reader.u32("version"));
  }

  @Override
  public MessageType type() {
    return MessageType.SUBMIT_SHARES_STANDARD;
  }

  @Override
  public int payloadLength() {
    return 24;
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.u32(sequenceNumber);
    writer.u32(jobId);
    writer.u32(nonce);
    writer.u32(ntime);
    writer.u32(version);
  }
}
