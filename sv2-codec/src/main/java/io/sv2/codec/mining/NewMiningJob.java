package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.U256;
import java.util.OptionalLong;

/**
 * Work for a standard channel. NewMiningJob, section 5.3.15.
 *
 * @param channelId U32: the channel
 * @param jobId U32: of this job
 * @param minNtime lowest nTime, Unix seconds; empty: a future job that waits for {@link
 *     SetNewPrevHash}
 * @param version U32: header version; its BIP323 bits may be rolled
 * @param merkleRoot header merkle root
 */
public record NewMiningJob(
    long channelId, long jobId, OptionalLong minNtime, long version, U256 merkleRoot)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "NewMiningJob";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public NewMiningJob {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.u32(NAME, "job_id", jobId);
    minNtime.ifPresent(value -> FieldRules.u32(NAME, "min_ntime", value));
    FieldRules.u32(NAME, "version", version);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static NewMiningJob read(PayloadReader reader) {
    return new NewMiningJob(
        reader.u32("channel_id"),
        reader.u32("job_id"),
        reader.optionU32("min_ntime"),
        reader.u32("version"),
        reader.u256("merkle_root"));
  }

  @Override
  public MessageType type() {
    return MessageType.NEW_MINING_JOB;
  }

  @Override
  public int payloadLength() {
    return 44 + (minNtime.isPresent() ? 5 : 1);
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.u32(jobId);
    writer.optionU32(minNtime);
    writer.u32(version);
    writer.u256(merkleRoot);
  }
}
