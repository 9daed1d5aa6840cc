package io.sv2.reactive.mining;

import io.sv2.codec.InvalidValueException;
import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.mining.NewMiningJob;
import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What jobs are made of, ready for channels: a template with a pool's coinbase, a miner's custom
 * work, or the extended job of an upstream. Its coinbase is split once and shared by all channels.
 *
 * <p>Immutable, so it is handed from thread to thread as it is.
 */
public final class WorkTemplate {
  private final OptionalLong templateId;
  private final long version;
  private final boolean versionRolling;
  private final @Nullable Coinbase coinbase; // null: there is only a merkle root
  private final @Nullable U256 merkleRoot; // null: there is a coinbase
  private final List<U256> merklePath;
  private final byte[] path; // the same, in wire order
  // Once somebody has asked, which nobody does for a custom job; equal whichever thread made them.
  private @Nullable B064K coinbasePrefix;
  private @Nullable B064K coinbaseSuffix;

  private WorkTemplate(
      OptionalLong templateId,
      long version,
      boolean versionRolling,
      List<U256> merklePath,
      Coinbase coinbase) {
    this.templateId = templateId;
    this.version = version;
    this.versionRolling = versionRolling;
    this.merklePath = merklePath;
    this.coinbase = coinbase;
    this.merkleRoot = null;
    this.path = new byte[merklePath.size() * U256.LENGTH];
    for (int i = 0; i < merklePath.size(); i++) {
      merklePath.get(i).writeTo(path, i * U256.LENGTH);
    }
  }

  private WorkTemplate(long version, boolean versionRolling, U256 merkleRoot) {
    this.templateId = OptionalLong.empty();
    this.version = version;
    this.versionRolling = versionRolling;
    this.merklePath = List.of();
    this.coinbase = null;
    this.merkleRoot = merkleRoot;
    this.path = new byte[0];
  }

  /**
   * From a template and the coinbase made for it; miners may roll the version.
   *
   * @throws io.sv2.codec.InvalidValueException when the coinbase does not fit into a job, or not
   *     whole into a solution
   */
  public WorkTemplate(NewTemplate template, Coinbase coinbase) {
    this(
        OptionalLong.of(template.templateId()),
        template.version(),
        true,
        template.merklePath(),
        coinbase);
    if (coinbase.wholeLength() > B064K.MAX_LENGTH) { // better now than when a block is found
      throw new InvalidValueException(
          "SubmitSolution", "coinbase_tx", "0 to 65535 bytes, not " + coinbase.wholeLength());
    }
  }

  /**
   * The work that a miner has chosen for itself (section 5.3.18).
   *
   * @param extranonceLength bytes of its channel's whole extranonce
   * @throws InvalidCoinbaseException when its coinbase is none
   */
  public static WorkTemplate of(SetCustomMiningJob job, int extranonceLength) {
    return new WorkTemplate(
        OptionalLong.empty(),
        job.version(),
        true,
        job.merklePath(),
        Coinbase.of(job, extranonceLength));
  }

  /**
   * The job of an upstream, as its client has it: to be worked on, or to be handed on as standard
   * jobs (section 5.1.2.1).
   *
   * @param extranonceLength bytes of its channel's whole extranonce
   */
  public static WorkTemplate of(NewExtendedMiningJob job, int extranonceLength) {
    return new WorkTemplate(
        OptionalLong.empty(),
        job.version(),
        job.versionRollingAllowed(),
        job.merklePath(),
        new Coinbase(
            job.coinbaseTxPrefix().toByteArray(),
            job.coinbaseTxSuffix().toByteArray(),
            extranonceLength,
            false)); // of no matter: whoever made the template puts the block together
  }

  /**
   * The standard job of an upstream, of which its client knows the merkle root only.
   *
   * @param versionRolling whether the upstream lets versions be rolled (section 5.3.1)
   */
  public static WorkTemplate of(NewMiningJob job, boolean versionRolling) {
    return new WorkTemplate(job.version(), versionRolling, job.merkleRoot());
  }

  /** The same work for miners that have to leave the version as it is. */
  public WorkTemplate withFixedVersion() {
    return coinbase == null
        ? new WorkTemplate(version, false, merkleRoot())
        : new WorkTemplate(templateId, version, false, merklePath, coinbase);
  }

  private U256 merkleRoot() {
    if (merkleRoot == null) {
      throw new IllegalStateException("the merkle root depends on the extranonce");
    }
    return merkleRoot;
  }

  /** Whether there is a coinbase; the client of a standard job knows only the merkle root. */
  public boolean hasCoinbase() {
    return coinbase != null;
  }

  /**
   * As sent by the template provider; U64.
   *
   * @throws java.util.NoSuchElementException when the work is not of a template
   */
  public long templateId() {
    return templateId.getAsLong();
  }

  /** Whether it is of a template; custom work and the jobs of an upstream are not. */
  public boolean isOfTemplate() {
    return templateId.isPresent();
  }

  /** Header version. */
  public long version() {
    return version;
  }

  /** Whether miners may change {@link ServerChannel#VERSION_ROLLING_MASK} bits of it. */
  public boolean versionRollingAllowed() {
    return versionRolling;
  }

  /** Hashes from the coinbase up. */
  public List<U256> merklePath() {
    return merklePath;
  }

  /**
   * The transaction that pays for it.
   *
   * @throws IllegalStateException when it is not known
   */
  public Coinbase coinbase() {
    if (coinbase == null) {
      throw new IllegalStateException("of a standard job only the merkle root is known");
    }
    return coinbase;
  }

  /** For NewExtendedMiningJob, without BIP141 fields. */
  public B064K coinbasePrefix() {
    B064K prefix = coinbasePrefix;
    if (prefix == null) {
      prefix = coinbase == null ? B064K.EMPTY : B064K.of(coinbase.prefix());
      coinbasePrefix = prefix;
    }
    return prefix;
  }

  /** For NewExtendedMiningJob, without BIP141 fields. */
  public B064K coinbaseSuffix() {
    B064K suffix = coinbaseSuffix;
    if (suffix == null) {
      suffix = coinbase == null ? B064K.EMPTY : B064K.of(coinbase.suffix());
      coinbaseSuffix = suffix;
    }
    return suffix;
  }

  /**
   * The merkle root with this extranonce, of which {@code extranonce} is what follows the prefix.
   *
   * @throws IllegalArgumentException when both together do not have the coinbase's length
   */
  public U256 merkleRoot(B032 extranoncePrefix, B032 extranonce) {
    if (merkleRoot != null) {
      return merkleRoot;
    }
    Sha256d sha = Sha256d.ofThread();
    merkleRoot(sha, extranoncePrefix, extranonce);
    return sha.merkleRoot();
  }

  void merkleRoot(Sha256d sha, B032 extranoncePrefix, B032 extranonce) {
    coinbase().merkleRoot(sha, extranoncePrefix, extranonce, path);
  }

  /**
   * The whole coinbase of a block found with this extranonce; empty where none is known, as the
   * upstream puts the block together.
   */
  public B064K solution(B032 extranoncePrefix, B032 extranonce) {
    if (coinbase == null) {
      return B064K.EMPTY;
    }
    byte[] whole = new byte[extranoncePrefix.length() + extranonce.length()];
    extranoncePrefix.copyTo(whole, 0);
    extranonce.copyTo(whole, extranoncePrefix.length());
    return B064K.of(coinbase.whole(whole));
  }
}
