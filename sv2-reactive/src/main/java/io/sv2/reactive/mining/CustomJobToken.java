package io.sv2.reactive.mining;

import io.sv2.codec.type.B0255;
import io.sv2.codec.type.U256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pool knows of the token of a custom job (sections 6.4.3 and 5.3.18). */
public sealed interface CustomJobToken {
  /** It was not given out, has been used, has expired, or is another's. */
  record Unknown() implements CustomJobToken {}

  /** A job was declared with it that has not been checked yet. */
  record NotYetValidated() implements CustomJobToken {}

  /**
   * It stands for a job that may be worked on.
   *
   * @param outputs that the coinbase has to have, each paid at least so much
   * @param declared the job that was declared with it; null where only the coinbase was agreed on
   */
  record Valid(List<TxOutput> outputs, @Nullable DeclaredJob declared) implements CustomJobToken {
    /** Copies the outputs. */
    public Valid {
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * A declared job, as the custom job has to repeat it.
   *
   * @param version of the header, but for bits that may be rolled
   * @param merklePath hashes from the coinbase up
   * @param coinbasePrefix scriptSig before the extranonce
   * @param coinbaseTxVersion of the transaction
   * @param coinbaseTxInputNSequence of its input
   * @param coinbaseTxOutputs all of them
   * @param coinbaseTxLocktime of the transaction
   */
  record DeclaredJob(
      long version,
      List<U256> merklePath,
      B0255 coinbasePrefix,
      long coinbaseTxVersion,
      long coinbaseTxInputNSequence,
      TxOutputs coinbaseTxOutputs,
      long coinbaseTxLocktime) {
    /** Copies the path. */
    public DeclaredJob {
      merklePath = List.copyOf(merklePath);
    }
  }
}
