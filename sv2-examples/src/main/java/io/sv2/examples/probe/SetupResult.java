package io.sv2.examples.probe;

import io.sv2.codec.ErrorCodes;

/** What a server makes of SetupConnection (section 3.6). */
public sealed interface SetupResult {
  /** Whether the server speaks this subprotocol, be it with another flag. */
  default boolean isOfSupported() {
    return this instanceof Accepted
        || (this instanceof Refused refused
            && refused.errorCode().equals(ErrorCodes.MISSING_DECLARE_TX_DATA_FLAG));
  }

  /**
   * It accepts.
   *
   * @param usedVersion of the protocol
   * @param flags of its answer
   */
  record Accepted(int usedVersion, long flags) implements SetupResult {}

  /**
   * It refuses.
   *
   * @param flags that it does not support; 0 where they are not the reason
   * @param errorCode see {@link io.sv2.codec.ErrorCodes}
   */
  record Refused(long flags, String errorCode) implements SetupResult {}

  /**
   * It gave no answer that could be understood.
   *
   * @param why there is none
   */
  record Unanswered(Diagnosis why) implements SetupResult {}
}
