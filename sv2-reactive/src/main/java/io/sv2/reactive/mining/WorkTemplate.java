package io.sv2.reactive.mining;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.List;

/**
 * A template made ready for channels: its coinbase is split once and shared by all of them.
 *
 * <p>Immutable, so it is handed from thread to thread as it is.
 */
public final class WorkTemplate {
  private final NewTemplate template;
  private final Coinbase coinbase;
  private final B064K coinbasePrefix;
  private final B064K coinbaseSuffix;

  /**
   * From a template and the coinbase made for it.
   *
   * @throws io.sv2.codec.InvalidValueException when the coinbase does not fit into a job
   */
  public WorkTemplate(NewTemplate template, Coinbase coinbase) {
    this.template = template;
    this.coinbase = coinbase;
    this.coinbasePrefix = B064K.of(coinbase.prefix());
    this.coinbaseSuffix = B064K.of(coinbase.suffix());
  }

  /** As sent by the template provider; U64. */
  public long templateId() {
    return template.templateId();
  }

  /** Header version. */
  public long version() {
    return template.version();
  }

  /** Hashes from the coinbase up. */
  public List<U256> merklePath() {
    return template.merklePath();
  }

  /** For NewExtendedMiningJob, without BIP141 fields. */
  public B064K coinbasePrefix() {
    return coinbasePrefix;
  }

  /** For NewExtendedMiningJob, without BIP141 fields. */
  public B064K coinbaseSuffix() {
    return coinbaseSuffix;
  }

  /**
   * The merkle root with this extranonce, of which {@code extranonce} is what follows the prefix.
   */
  public U256 merkleRoot(B032 extranoncePrefix, B032 extranonce) {
    return Sha256d.merkleRoot(
        coinbase.txid(extranoncePrefix.toByteArray(), extranonce.toByteArray()), merklePath());
  }

  /** The whole coinbase of a block found with this extranonce. */
  public B064K solution(B032 extranoncePrefix, B032 extranonce) {
    byte[] whole = new byte[extranoncePrefix.length() + extranonce.length()];
    extranoncePrefix.copyTo(whole, 0);
    extranonce.copyTo(whole, extranoncePrefix.length());
    return B064K.of(coinbase.withWitness(whole));
  }
}
