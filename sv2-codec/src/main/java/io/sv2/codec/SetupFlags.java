package io.sv2.codec;

/** Feature flags of {@code SetupConnection} and its answer, by subprotocol. */
public final class SetupFlags {
  /** Mining, asked: the device cannot process extended jobs (section 5.3.1, bit 0). */
  public static final long REQUIRES_STANDARD_JOBS = 1;

  /** Mining, asked: the client will send SetCustomMiningJob (section 5.3.1, bit 1). */
  public static final long REQUIRES_WORK_SELECTION = 1 << 1;

  /** Mining, asked: jobs must allow version rolling (section 5.3.1, bit 2). */
  public static final long REQUIRES_VERSION_ROLLING = 1 << 2;

  /** Mining, answered: the version field must not be changed (section 5.3.1, bit 0). */
  public static final long REQUIRES_FIXED_VERSION = 1;

  /** Mining, answered: standard channels are refused (section 5.3.1, bit 1). */
  public static final long REQUIRES_EXTENDED_CHANNELS = 1 << 1;

  /** Job declaration, asked: jobs will be declared in full (section 6.4.1, bit 0). */
  public static final long DECLARE_TX_DATA = 1;

  private SetupFlags() {}
}
