package io.sv2.reactive.mining;

import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.type.B032;

/**
 * A result as submitted on either kind of channel (sections 5.3.11 and 5.3.12).
 *
 * @param sequenceNumber of the submission
 * @param jobId worked on
 * @param nonce of the header
 * @param ntime of the header, Unix seconds
 * @param version of the header
 * @param extranonce rolled by the client; empty on a standard channel
 */
public record Share(
    long sequenceNumber, long jobId, long nonce, long ntime, long version, B032 extranonce) {
  /** From the message of a standard channel. */
  public static Share of(SubmitSharesStandard m) {
    return new Share(m.sequenceNumber(), m.jobId(), m.nonce(), m.ntime(), m.version(), B032.EMPTY);
  }

  /** From the message of an extended channel. */
  public static Share of(SubmitSharesExtended m) {
    return new Share(
        m.sequenceNumber(), m.jobId(), m.nonce(), m.ntime(), m.version(), m.extranonce());
  }
}
