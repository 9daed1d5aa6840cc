package io.sv2.reactive.mining;

import io.sv2.codec.ErrorCodes;

/** Why a share does not count, in the order in which it is looked for. */
public enum Rejection {
  /** No such channel, or one of the other kind. */
  INVALID_CHANNEL_ID(ErrorCodes.INVALID_CHANNEL_ID),
  /** Its job was of the tip before. */
  STALE_SHARE(ErrorCodes.STALE_SHARE),
  /** Its job is not known, not known any more, or not active yet. */
  INVALID_JOB_ID(ErrorCodes.INVALID_JOB_ID),
  /** Its extranonce does not have the channel's length. */
  BAD_EXTRANONCE_SIZE(ErrorCodes.BAD_EXTRANONCE_SIZE),
  /** Its time is out of range. */
  INVALID_SHARE(ErrorCodes.INVALID_SHARE),
  /** Its version differs and may not. */
  VERSION_ROLLING_NOT_ALLOWED(ErrorCodes.VERSION_ROLLING_NOT_ALLOWED),
  /** Its version differs in a bit that is not for rolling (BIP323). */
  INVALID_NON_ROLLABLE_VERSION_BIT(ErrorCodes.INVALID_NON_ROLLABLE_VERSION_BIT),
  /** Its hash is above the job's target. */
  DIFFICULTY_TOO_LOW(ErrorCodes.DIFFICULTY_TOO_LOW),
  /** It has been credited before. */
  DUPLICATE_SHARE(ErrorCodes.DUPLICATE_SHARE),
  /** It is right, but as many shares are remembered as may be; work all the same, for vardiff. */
  TOO_MANY_SHARES(ErrorCodes.INVALID_SHARE);

  private final String code;

  Rejection(String code) {
    this.code = code;
  }

  /** For SubmitShares.Error. */
  public String code() {
    return code;
  }

  /** The one result with this reason. */
  ShareResult.Rejected result() {
    return ShareResult.Rejected.of(this);
  }
}
