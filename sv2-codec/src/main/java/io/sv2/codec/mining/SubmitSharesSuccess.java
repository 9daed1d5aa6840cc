package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;

/**
 * Acknowledges one or more results. SubmitShares.Success, section 5.3.13.
 *
 * @param channelId U32: the channel
 * @param lastSequenceNumber U32: of the newest result acknowledged
 * @param newSubmitsAcceptedCount U32: results in this batch
 * @param newSharesSum U64, unsigned: sum of the difficulties in this batch
 */
public record SubmitSharesSuccess(
    long channelId, long lastSequenceNumber, long newSubmitsAcceptedCount, long newSharesSum)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "SubmitShares.Success";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SubmitSharesSuccess {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.u32(NAME, "last_sequence_number", lastSequenceNumber);
    FieldRules.u32(NAME, "new_submits_accepted_count", newSubmitsAcceptedCount);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SubmitSharesSuccess read(PayloadReader reader) {
    return new SubmitSharesSuccess(
        reader.u32("channel_id"),
        reader.u32("last_sequence_number"),
        reader.u32("new_submits_accepted_count"),
        reader.u64("new_shares_sum"));
  }

  @Override
  public MessageType type() {
    return MessageType.SUBMIT_SHARES_SUCCESS;
  }

  @Override
  public int payloadLength() {
    return 20;
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.u32(lastSequenceNumber);
    writer.u32(newSubmitsAcceptedCount);
    writer.u64(newSharesSum);
  }
}
