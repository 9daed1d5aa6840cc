package io.sv2.codec;

/**
 * The error codes in use between implementations. An unknown code is for the log, never a reason to
 * end a connection (section 3.5).
 */
public final class ErrorCodes {
  /** SetupConnection.Error. */
  public static final String UNSUPPORTED_FEATURE_FLAGS = "unsupported-feature-flags";

  /** SetupConnection.Error. */
  public static final String UNSUPPORTED_PROTOCOL = "unsupported-protocol";

  /** SetupConnection.Error. */
  public static final String PROTOCOL_VERSION_MISMATCH = "protocol-version-mismatch";

  /** SetupConnection.Error. */
  public static final String MISSING_DECLARE_TX_DATA_FLAG = "missing-declare-tx-data-flag";

  /** OpenMiningChannel.Error. */
  public static final String UNKNOWN_USER = "unknown-user";

  /** OpenMiningChannel.Error. */
  public static final String MAX_TARGET_OUT_OF_RANGE = "max-target-out-of-range";

  /** OpenMiningChannel.Error. */
  public static final String INVALID_USER_IDENTITY = "invalid-user-identity";

  /** OpenMiningChannel.Error, UpdateChannel.Error. */
  public static final String INVALID_NOMINAL_HASHRATE = "invalid-nominal-hashrate";

  /** OpenMiningChannel.Error. */
  public static final String MIN_EXTRANONCE_SIZE_TOO_LARGE = "min-extranonce-size-too-large";

  /** OpenMiningChannel.Error. */
  public static final String UNSUPPORTED_MIN_EXTRANONCE_SIZE = "unsupported-min-extranonce-size";

  /** OpenMiningChannel.Error. */
  public static final String STANDARD_CHANNELS_NOT_SUPPORTED_FOR_CUSTOM_WORK =
      "standard-channels-not-supported-for-custom-work";

  /** OpenMiningChannel.Error. */
  public static final String EXTENDED_CHANNELS_NOT_SUPPORTED_FOR_STANDARD_JOBS =
      "extended-channels-not-supported-for-standard-jobs";

  /** UpdateChannel.Error, SubmitShares.Error. */
  public static final String INVALID_CHANNEL_ID = "invalid-channel-id";

  /** SubmitShares.Error. */
  public static final String INVALID_SHARE = "invalid-share";

  /** SubmitShares.Error. */
  public static final String STALE_SHARE = "stale-share";

  /** SubmitShares.Error. */
  public static final String INVALID_JOB_ID = "invalid-job-id";

  /** SubmitShares.Error. */
  public static final String DIFFICULTY_TOO_LOW = "difficulty-too-low";

  /** SubmitShares.Error. */
  public static final String DUPLICATE_SHARE = "duplicate-share";

  /** SubmitShares.Error. */
  public static final String BAD_EXTRANONCE_SIZE = "bad-extranonce-size";

  /** SubmitShares.Error. */
  public static final String VERSION_ROLLING_NOT_ALLOWED = "version-rolling-not-allowed";

  /** SubmitShares.Error. */
  public static final String INVALID_NON_ROLLABLE_VERSION_BIT = "invalid-non-rollable-version-bit";

  /** SetCustomMiningJob.Error. */
  public static final String JD_NOT_SUPPORTED = "jd-not-supported";

  /** SetCustomMiningJob.Error. */
  public static final String INVALID_MINING_JOB_TOKEN = "invalid-mining-job-token";

  /** SetCustomMiningJob.Error. */
  public static final String JOB_NOT_YET_VALIDATED = "job-not-yet-validated";

  /** SetCustomMiningJob.Error. */
  public static final String STALE_CHAIN_TIP = "stale-chain-tip";

  /** SetCustomMiningJob.Error. */
  public static final String INVALID_MIN_NTIME = "invalid-min-ntime";

  /** SetCustomMiningJob.Error. */
  public static final String INVALID_NBITS = "invalid-nbits";

  /** SetCustomMiningJob.Error. */
  public static final String INVALID_VERSION = "invalid-version";

  /** SetCustomMiningJob.Error. */
  public static final String INVALID_COINBASE_TX = "invalid-coinbase-tx";

  /** SetCustomMiningJob.Error. */
  public static final String INVALID_COINBASE_TX_VERSION = "invalid-coinbase-tx-version";

  /** SetCustomMiningJob.Error. */
  public static final String INVALID_COINBASE_PREFIX = "invalid-coinbase-prefix";

  /** SetCustomMiningJob.Error. */
  public static final String INVALID_COINBASE_TX_INPUT_N_SEQUENCE =
      "invalid-coinbase-tx-input-n-sequence";

  /** SetCustomMiningJob.Error. */
  public static final String INVALID_COINBASE_TX_OUTPUTS = "invalid-coinbase-tx-outputs";

  /** SetCustomMiningJob.Error. */
  public static final String INVALID_COINBASE_TX_LOCKTIME = "invalid-coinbase-tx-locktime";

  /** SetCustomMiningJob.Error. */
  public static final String INVALID_MERKLE_PATH = "invalid-merkle-path";

  /** RequestTransactionData.Error. */
  public static final String STALE_TEMPLATE_ID = "stale-template-id";

  /** RequestTransactionData.Error. */
  public static final String TEMPLATE_ID_NOT_FOUND = "template-id-not-found";

  private ErrorCodes() {}
}
