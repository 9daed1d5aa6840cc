package io.sv2.examples.miner;

import io.sv2.codec.type.U256;
import io.sv2.reactive.mining.Job;
import io.sv2.reactive.mining.ShareTarget;
import io.sv2.reactive.mining.Tip;
import io.sv2.reactive.mining.WorkTemplate;

/**
 * One unit of work: all that decides which headers may be tried and which hashes count (section
 * 5.1). Immutable and shared by all threads of an engine. 32-bit unsigned fields are longs.
 */
public final class MiningWork {

  /** The bits of the version that BIP323 leaves to the miner. */
  public static final long BIP323_MASK = 0x1fff_ffe0L;

  static final int HEADER_LENGTH = 80;
  static final int NONCE_OFFSET = 76;

  private final Object searchSpace;
  private final long jobId;
  private final long version;
  private final long versionRollingMask;
  private final byte[] prevHash;
  private final MerkleRootSource merkleRoot;
  private final long minNtime;
  private final long nBits;
  private final byte[] target;

  /**
   * Work whose version may not be rolled.
   *
   * @param prevHash 32 bytes in wire order
   * @param target 32 bytes, little-endian as on the wire: hashes up to and including it count
   * @throws IllegalArgumentException if an array has a wrong length or a number is no U32
   */
  public MiningWork(
      long jobId,
      long version,
      byte[] prevHash,
      MerkleRootSource merkleRoot,
      long minNtime,
      long nBits,
      byte[] target) {
    this(new Object(), jobId, version, 0, prevHash, merkleRoot, minNtime, nBits, target);
  }

  private MiningWork(
      Object searchSpace,
      long jobId,
      long version,
      long versionRollingMask,
      byte[] prevHash,
      MerkleRootSource merkleRoot,
      long minNtime,
      long nBits,
      byte[] target) {
    Bytes.requireLength("previous hash", prevHash, 32);
    Bytes.requireLength("target", target, 32);
    this.searchSpace = searchSpace;
    this.jobId = Bytes.requireU32("job id", jobId);
    this.version = Bytes.requireU32("version", version);
    this.versionRollingMask = Bytes.requireU32("version rolling mask", versionRollingMask);
    this.prevHash = prevHash.clone();
    this.merkleRoot = merkleRoot;
    this.minNtime = Bytes.requireU32("min ntime", minNtime);
    this.nBits = Bytes.requireU32("nbits", nBits);
    this.target = target.clone();
  }

  /**
   * The work that a job of a channel is.
   *
   * @param extranonceSize bytes that the channel leaves to roll; 0 for a standard one
   * @throws IllegalArgumentException when the job is not active
   */
  static MiningWork of(Job job, int extranonceSize) {
    Tip tip = job.tip();
    ShareTarget target = job.target();
    if (tip == null || target == null) {
      throw new IllegalArgumentException("a future job is not for work");
    }
    WorkTemplate template = job.template();
    MerkleRootSource root =
        extranonceSize == 0
            ? MerkleRootSource.fixed(job.merkleRoot().toWire())
            : MerkleRootSource.coinbase(
                template.coinbasePrefix().toByteArray(),
                job.extranoncePrefix().toByteArray(),
                extranonceSize,
                template.coinbaseSuffix().toByteArray(),
                template.merklePath().stream().map(U256::toWire).toList());
    return new MiningWork(
            job.id(),
            template.version(),
            tip.prevHash().toWire(),
            root,
            job.minNtime(),
            tip.nBits(),
            target.target().toWire())
        .withVersionRollingMask(template.versionRollingAllowed() ? BIP323_MASK : 0);
  }

  /** This work with the version bits in {@code mask} free to roll; 0 for none. */
  public MiningWork withVersionRollingMask(long mask) {
    return new MiningWork(
        new Object(), jobId, version, mask, prevHash, merkleRoot, minNtime, nBits, target);
  }

  /**
   * This work under another target, as after {@code SetTarget}. An engine that is given it goes on
   * where it was instead of finding the same shares again.
   */
  MiningWork withTarget(byte[] target) {
    return new MiningWork(
        searchSpace,
        jobId,
        version,
        versionRollingMask,
        prevHash,
        merkleRoot,
        minNtime,
        nBits,
        target);
  }

  /** The job that a solution is to be submitted for. */
  public long jobId() {
    return jobId;
  }

  /** The version the server proposed; the first that is tried. */
  public long version() {
    return version;
  }

  /** The version bits that may be rolled; 0 for none. */
  public long versionRollingMask() {
    return versionRollingMask;
  }

  /** The smallest ntime, and the first that is tried. */
  public long minNtime() {
    return minNtime;
  }

  /** How many bytes of extranonce are rolled; 0 for a standard job. */
  public int extranonceSize() {
    return merkleRoot.extranonceSize();
  }

  /** The 80 bytes that are hashed. */
  public byte[] header(long version, long ntime, long nonce, Extranonce extranonce) {
    byte[] header = new byte[HEADER_LENGTH];
    Bytes.putU32(header, 0, version);
    System.arraycopy(prevHash, 0, header, 4, 32);
    System.arraycopy(merkleRoot.merkleRoot(extranonce), 0, header, 36, 32);
    Bytes.putU32(header, 68, ntime);
    Bytes.putU32(header, 72, nBits);
    Bytes.putU32(header, NONCE_OFFSET, nonce);
    return header;
  }

  byte[] target() {
    return target.clone();
  }

  boolean sharesSearchSpaceWith(MiningWork other) {
    return searchSpace == other.searchSpace;
  }
}
