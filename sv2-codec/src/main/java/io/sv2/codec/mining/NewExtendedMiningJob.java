package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.List;
import java.util.OptionalLong;

/**
 * Work for an extended channel or a group. NewExtendedMiningJob, section 5.3.16.
 *
 * @param channelId U32: the channel
 * @param jobId U32: of this job
 * @param minNtime lowest nTime, Unix seconds; empty: a future job that waits for {@link
 *     SetNewPrevHash}
 * @param version U32: header version
 * @param versionRollingAllowed BOOL: whether its BIP323 bits may be rolled
 * @param merklePath hashes from the coinbase up
 * @param coinbaseTxPrefix before the extranonce, without BIP141 fields
 * @param coinbaseTxSuffix after the extranonce, without BIP141 fields
 */
public record NewExtendedMiningJob(
    long channelId,
    long jobId,
    OptionalLong minNtime,
    long version,
    boolean versionRollingAllowed,
    List<U256> merklePath,
    B064K coinbaseTxPrefix,
    B064K coinbaseTxSuffix)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "NewExtendedMiningJob";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public NewExtendedMiningJob {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.u32(NAME, "job_id", jobId);
    minNtime.ifPresent(value -> FieldRules.u32(NAME, "min_ntime", value));
    FieldRules.u32(NAME, "version", version);
    merklePath = FieldRules.sequence(NAME, "merkle_path", merklePath, 255);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static NewExtendedMiningJob read(PayloadReader reader) {
    return new NewExtendedMiningJob(
        reader.u32("channel_id"),
        reader.u32("job_id"),
        reader.optionU32("min_ntime"),
        reader.u32("version"),
        reader.bool("version_rolling_allowed"),
        reader.seq0255U256("merkle_path"),
        reader.b064K("coinbase_tx_prefix"),
        reader.b064K("coinbase_tx_suffix"));
  }

  @Override
  public MessageType type() {
    return MessageType.NEW_EXTENDED_MINING_JOB;
  }

  @Override
  public int payloadLength() {
    return 18
        + (minNtime.isPresent() ? 5 : 1)
        + 32 * merklePath.size()
        + coinbaseTxPrefix.length()
        + coinbaseTxSuffix.length();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.u32(jobId);
    writer.optionU32(minNtime);
    writer.u32(version);
    writer.bool(versionRollingAllowed);
    writer.seq0255U256(merklePath);
    writer.prefixed16(coinbaseTxPrefix);
    writer.prefixed16(coinbaseTxSuffix);
  }
}
