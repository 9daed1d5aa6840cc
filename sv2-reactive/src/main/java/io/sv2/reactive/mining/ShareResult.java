package io.sv2.reactive.mining;

import io.sv2.codec.jobdeclaration.PushSolution;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What became of a share. */
public sealed interface ShareResult {
  /**
   * It counts.
   *
   * @param hash of its header
   * @param target that it met
   */
  record Valid(U256 hash, ShareTarget target) implements ShareResult {}

  /**
   * It counts, and is a block: with what SubmitSolution and PushSolution need.
   *
   * @param hash of its header
   * @param target that it counts for
   * @param job that it solves
   * @param share that solves it: nonce, time, version, extranonce
   * @param coinbase the whole transaction, with BIP141 fields where it commits to witnesses
   */
  record Block(U256 hash, ShareTarget target, Job job, Share share, B064K coinbase)
      implements ShareResult {
    /**
     * For the template provider (section 7.7).
     *
     * @throws IllegalStateException when the job is not of a template
     */
    public SubmitSolution submitSolution() {
      if (!job.template().isOfTemplate()) {
        throw new IllegalStateException("job " + job.id() + " is not of a template");
      }
      return new SubmitSolution(
          job.template().templateId(), share.version(), share.ntime(), share.nonce(), coinbase);
    }

    /** For the job declarator server (section 6.4.9), with the whole extranonce. */
    public PushSolution pushSolution() {
      Tip tip = Objects.requireNonNull(job.tip()); // or it were no block
      byte[] extranonce = new byte[job.extranoncePrefix().length() + share.extranonce().length()];
      job.extranoncePrefix().copyTo(extranonce, 0);
      share.extranonce().copyTo(extranonce, job.extranoncePrefix().length());
      return new PushSolution(
          B032.of(extranonce),
          tip.prevHash(),
          share.nonce(),
          share.ntime(),
          tip.nBits(),
          share.version());
    }
  }

  /**
   * It does not count.
   *
   * @param reason why
   */
  record Rejected(Rejection reason) implements ShareResult {
    private static final Map<Rejection, Rejected> ALL =
        Arrays.stream(Rejection.values())
            .collect(
                Collectors.toMap(
                    reason -> reason,
                    Rejected::new,
                    (one, other) -> one,
                    () -> new EnumMap<>(Rejection.class)));

    /** The one of {@code reason}: a flood of wrong shares makes no garbage. */
    static Rejected of(Rejection reason) {
      return Objects.requireNonNull(ALL.get(reason));
    }

    /** For SubmitShares.Error. */
    public String errorCode() {
      return reason.code();
    }
  }
}
