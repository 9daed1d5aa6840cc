package io.sv2.reactive.mining;

import io.sv2.codec.ErrorCodes;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B064K;
import io.sv2.reactive.Limits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pool holds a custom job to before it promises to reward it (section 5.3.18).
 *
 * @param maxNtimeBehind how far below the pool's own least header time the job's may be: whose node
 *     saw the tip earlier has a lower one
 * @param maxNtimeAhead how far above it may be; consensus allows two hours
 * @param maxOutputsLength bytes of all outputs of its coinbase, 1 to 65,535: channels keep as many
 *     jobs as {@link ChannelConfig#maxJobs()}, twice, with all of it
 */
public record CustomJobRules(
    Duration maxNtimeBehind, Duration maxNtimeAhead, int maxOutputsLength) {
  /** Ten minutes behind, two hours ahead, 16 KiB of outputs: about five hundred. */
  public static final CustomJobRules DEFAULT =
      new CustomJobRules(Duration.ofMinutes(10), Duration.ofHours(2), 16 * 1_024);

  private static final int MAX_PREFIX = 8;
  private static final int MAX_TX_VERSION = 2;
  private static final int MAX_MERKLE_STEPS = 32; // more than there are transactions in any block

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when one is out of its own
   */
  public CustomJobRules {
    if (maxNtimeBehind.isNegative() || maxNtimeAhead.isNegative()) {
      throw new IllegalArgumentException("maxNtimeBehind, maxNtimeAhead: not negative");
    }
    Limits.inRange("maxOutputsLength", maxOutputsLength, 1, B064K.MAX_LENGTH);
  }

  /**
   * Checks a job.
   *
   * @param token what is known of its token
   * @param work of the pool, for the tip and the height
   * @param extranonceLength bytes of its channel's whole extranonce
   * @return the code for SetCustomMiningJob.Error; empty when nothing is wrong
   */
  public Optional<String> check(
      SetCustomMiningJob m, CustomJobToken token, Work work, int extranonceLength, long now) {
    if (token instanceof CustomJobToken.NotYetValidated) {
      return Optional.of(ErrorCodes.JOB_NOT_YET_VALIDATED);
    } else if (!(token instanceof CustomJobToken.Valid valid)) {
      return Optional.of(ErrorCodes.INVALID_MINING_JOB_TOKEN);
    } else {
      String error = header(m, valid.declared(), work, now);
      if (error == null) {
        error = coinbase(m, valid, work, extranonceLength);
      }
      return Optional.ofNullable(error);
    }
  }

  private @Nullable String header(
      SetCustomMiningJob m, CustomJobToken.@Nullable DeclaredJob declared, Work work, long now) {
    Tip tip = work.tip();
    WorkTemplate current = work.current();
    if (tip == null || current == null || !m.prevHash().equals(tip.prevHash())) {
      return ErrorCodes.STALE_CHAIN_TIP;
    } else if (m.nbits() != tip.nBits()) {
      return ErrorCodes.INVALID_NBITS;
    } else if (m.minNtime() < tip.minNtime() - maxNtimeBehind.toSeconds()
        || m.minNtime() > work.minNtime(now) + maxNtimeAhead.toSeconds()) {
      return ErrorCodes.INVALID_MIN_NTIME;
    }
    long version = declared == null ? current.version() : declared.version();
    if (((m.version() ^ version) & ~ServerChannel.VERSION_ROLLING_MASK) != 0) {
      return ErrorCodes.INVALID_VERSION;
    } else if (m.merklePath().size() > MAX_MERKLE_STEPS
        || (declared != null && !declared.merklePath().equals(m.merklePath()))) {
      return ErrorCodes.INVALID_MERKLE_PATH;
    }
    return null;
  }

  private @Nullable String coinbase(
      SetCustomMiningJob m, CustomJobToken.Valid token, Work work, int extranonceLength) {
    CustomJobToken.DeclaredJob declared = token.declared();
    if (m.coinbaseTxVersion() < 1
        || m.coinbaseTxVersion() > MAX_TX_VERSION
        || (declared != null && m.coinbaseTxVersion() != declared.coinbaseTxVersion())) {
      return ErrorCodes.INVALID_COINBASE_TX_VERSION;
    } else if (m.coinbasePrefix().length() > MAX_PREFIX
        || !beginsWithHeight(m.coinbasePrefix(), work)
        || (declared != null && !m.coinbasePrefix().equals(declared.coinbasePrefix()))) {
      return ErrorCodes.INVALID_COINBASE_PREFIX;
    } else if (declared != null
        && m.coinbaseTxInputNSequence() != declared.coinbaseTxInputNSequence()) {
      return ErrorCodes.INVALID_COINBASE_TX_INPUT_N_SEQUENCE;
    } else if (declared != null && m.coinbaseTxLocktime() != declared.coinbaseTxLocktime()) {
      return ErrorCodes.INVALID_COINBASE_TX_LOCKTIME;
    }
    if (m.coinbaseTxOutputs().length() > maxOutputsLength) {
      return ErrorCodes.INVALID_COINBASE_TX_OUTPUTS;
    }
    TxOutputs outputs;
    try {
      outputs = TxOutputs.parse(m.coinbaseTxOutputs().toByteArray());
    } catch (InvalidCoinbaseException e) {
      return ErrorCodes.INVALID_COINBASE_TX_OUTPUTS;
    }
    if (!pays(outputs, token.outputs())
        || (declared != null && !outputs.equals(declared.coinbaseTxOutputs()))) {
      return ErrorCodes.INVALID_COINBASE_TX_OUTPUTS;
    }
    try {
      // Or no message could bring a block of it to anybody.
      return Coinbase.of(m, extranonceLength).wholeLength() > B064K.MAX_LENGTH
          ? ErrorCodes.INVALID_COINBASE_TX
          : null;
    } catch (InvalidCoinbaseException e) {
      return ErrorCodes.INVALID_COINBASE_TX;
    }
  }

  /** The height that a block on this tip has to begin with (BIP34). */
  private static boolean beginsWithHeight(B0255 prefix, Work work) {
    WorkTemplate current = work.current();
    if (current == null || !current.hasCoinbase()) {
      return false;
    }
    byte[] height = current.coinbase().firstPush();
    byte[] bytes = prefix.toByteArray();
    return bytes.length >= height.length
        && ByteBuffer.wrap(bytes, 0, height.length).equals(ByteBuffer.wrap(height));
  }

  /** Each output once: what is owed twice to one script needs two, the most of it first. */
  private static boolean pays(TxOutputs outputs, List<TxOutput> owed) {
    List<TxOutput> left = new ArrayList<>(outputs.list());
    List<TxOutput> most = new ArrayList<>(owed);
    most.sort(Comparator.comparingLong(TxOutput::satoshis).reversed());
    for (TxOutput due : most) {
      boolean paid = false;
      for (TxOutput each : left) {
        if (each.script().equals(due.script()) && each.satoshis() >= due.satoshis()) {
          left.remove(each);
          paid = true;
          break;
        }
      }
      if (!paid) {
        return false;
      }
    }
    return true;
  }
}
