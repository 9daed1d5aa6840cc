package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.U256;

/**
 * A new block was found: activates a future job and ends all others. SetNewPrevHash, section
 * 5.3.17.
 *
 * @param channelId U32: the channel
 * @param jobId U32: the future job to work on now
 * @param prevHash header previous block hash
 * @param minNtime U32: lowest nTime, Unix seconds
 * @param nbits U32: header nBits
 */
public record SetNewPrevHash(long channelId, long jobId, U256 prevHash, long minNtime, long nbits)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "SetNewPrevHash";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SetNewPrevHash {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.u32(NAME, "job_id", jobId);
    FieldRules.u32(NAME, "min_ntime", minNtime);
    FieldRules.u32(NAME, "nbits", nbits);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SetNewPrevHash read(PayloadReader reader) {
    return new SetNewPrevHash(
        reader.u32("channel_id"),
        reader.u32("job_id"),
        reader.u256("prev_hash"),
        reader.u32("min_ntime"),
        reader.u32("nbits"));
  }

  @Override
  public MessageType type() {
    return MessageType.SET_NEW_PREV_HASH;
  }

  @Override
  public int payloadLength() {
    return 48;
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.u32(jobId);
    writer.u256(prevHash);
    writer.u32(minNtime);
    writer.u32(nbits);
  }
}
