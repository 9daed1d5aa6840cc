package io.sv2.examples.interop;

/** Where a share may be judged otherwise than by the reference; docs/conformance.md says why. */
enum ShareDifference {
  /** Its time is ahead of the clock, but by no more than two hours of its job's. */
  TIME_AHEAD,
  /** Its time is more than two hours above its job's, which is old, or it is a block. */
  TIME_AFTER_TWO_HOURS,
  /** Of the tip before, by a channel that still takes such for a while. */
  LATE_SHARE,
  /** Of a job before the same tip was announced again, or chosen with another least time. */
  SAME_TIP_AGAIN,
  /** Credited on this tip before another came, and it again. */
  BACK_ON_A_TIP,
  /** Of a custom job that outlives jobs of templates, or of such a one that went in its place. */
  PROMISED_JOB,
  /** Of a job before a tip for which no template was waiting. */
  TIP_WITHOUT_TEMPLATE,
  /** Low enough for nBits, not for the target that came with the tip. */
  TARGET_OF_THE_TIP,
  /** A block whose coinbase commits to no witnesses. */
  NO_WITNESS_COMMITMENT
}
