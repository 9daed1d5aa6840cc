package io.sv2.codec.mining;

import io.sv2.codec.ChannelMessage;
import io.sv2.codec.FieldName;
import io.sv2.codec.FieldRules;
import io.sv2.codec.MessageType;
import io.sv2.codec.PayloadReader;
import io.sv2.codec.PayloadWriter;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.List;

/**
 * Announces work that the client chose itself. SetCustomMiningJob, section 5.3.18.
 *
 * @param channelId U32: the channel
 * @param requestId U32: chosen by the client, unique on the connection while unanswered
 * @param miningJobToken from the job declarator
 * @param version U32: header version
 * @param prevHash header previous block hash
 * @param minNtime U32: lowest nTime, Unix seconds
 * @param nbits U32: header nBits
 * @param coinbaseTxVersion U32: coinbase nVersion
 * @param coinbasePrefix what the coinbase script begins with; up to 8 bytes are in use
 * @param coinbaseTxInputNSequence U32: coinbase input nSequence
 * @param coinbaseTxOutputs consensus-serialized outputs with their count before them
 * @param coinbaseTxLocktime U32: coinbase locktime
 * @param merklePath hashes from the coinbase up
 */
public record SetCustomMiningJob(
    long channelId,
    long requestId,
    B0255 miningJobToken,
    long version,
    U256 prevHash,
    long minNtime,
    long nbits,
    long coinbaseTxVersion,
    B0255 coinbasePrefix,
    @FieldName("coinbase_tx_input_nSequence") long coinbaseTxInputNSequence,
    B064K coinbaseTxOutputs,
    long coinbaseTxLocktime,
    List<U256> merklePath)
    implements MiningMessage, ChannelMessage {
  private static final String NAME = "SetCustomMiningJob";

  /**
   * Checks the rules of the fields.
   *
   * @throws io.sv2.codec.InvalidValueException when one is broken
   */
  public SetCustomMiningJob {
    FieldRules.u32(NAME, "channel_id", channelId);
    FieldRules.u32(NAME, "request_id", requestId);
    FieldRules.u32(NAME, "version", version);
    FieldRules.u32(NAME, "min_ntime", minNtime);
    FieldRules.u32(NAME, "nbits", nbits);
    FieldRules.u32(NAME, "coinbase_tx_version", coinbaseTxVersion);
    FieldRules.u32(NAME, "coinbase_tx_input_nSequence", coinbaseTxInputNSequence);
    FieldRules.u32(NAME, "coinbase_tx_locktime", coinbaseTxLocktime);
    merklePath = FieldRules.sequence(NAME, "merkle_path", merklePath, 255);
  }

  /**
   * Reads the fields in order.
   *
   * @throws io.sv2.codec.Sv2CodecException when they are not as the specification says
   */
  public static SetCustomMiningJob read(PayloadReader reader) {
    return new SetCustomMiningJob(
        reader.u32("channel_id"),
        reader.u32("request_id"),
        reader.b0255("mining_job_token"),
        reader.u32("version"),
        reader.u256("prev_hash"),
        reader.u32("min_ntime"),
        reader.u32("nbits"),
        reader.u32("coinbase_tx_version"),
        reader.b0255("coinbase_prefix"),
        reader.u32("coinbase_tx_input_nSequence"),
        reader.b064K("coinbase_tx_outputs"),
        reader.u32("coinbase_tx_locktime"),
        reader.seq0255U256("merkle_path"));
  }

  @Override
  public MessageType type() {
    return MessageType.SET_CUSTOM_MINING_JOB;
  }

  @Override
  public int payloadLength() {
    return 69
        + miningJobToken.length()
        + coinbasePrefix.length()
        + coinbaseTxOutputs.length()
        + 32 * merklePath.size();
  }

  @Override
  public void write(PayloadWriter writer) {
    writer.u32(channelId);
    writer.u32(requestId);
    writer.prefixed8(miningJobToken);
    writer.u32(version);
    writer.u256(prevHash);
    writer.u32(minNtime);
    writer.u32(nbits);
    writer.u32(coinbaseTxVersion);
    writer.prefixed8(coinbasePrefix);
    writer.u32(coinbaseTxInputNSequence);
    writer.prefixed16(coinbaseTxOutputs);
    writer.u32(coinbaseTxLocktime);
    writer.seq0255U256(merklePath);
  }
}
