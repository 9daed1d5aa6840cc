package io.sv2.examples.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.Sv2Message;
import io.sv2.codec.mining.SetNewPrevHash;
import io.sv2.codec.mining.SubmitSharesExtended;
import io.sv2.codec.mining.SubmitSharesStandard;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.bitcoinj.base.Sha256Hash;
import org.jspecify.annotations.Nullable;

/**
 * A channel as its miner knows it, strict about what may come when. Hashes with bitcoinj, so it
 * shares no arithmetic with the pool.
 */
final class MinedChannel {
  /** A job: either its merkle root is given, or it follows from a coinbase. */
  record Job(
      long id,
      OptionalLong minNtime,
      long version,
      @Nullable U256 root,
      B064K coinbasePrefix,
      B064K coinbaseSuffix,
      List<U256> path) {}

  record Found(Job job, long nonce, long ntime, long version, B032 rolled, B064K header) {
    Sha256Hash blockHash() {
      return Sha256Hash.wrapReversed(Sha256Hash.hashTwice(header.toByteArray()));
    }
  }

  final long id;
  final long groupId;
  final byte[] extranoncePrefix;
  final int rollable; // 0 for a standard channel
  final Map<Long, Job> jobs = new LinkedHashMap<>();
  BigInteger target;
  @Nullable Job current;
  @Nullable SetNewPrevHash tip;
  long ntime;
  private long nextNonce;

  MinedChannel(long id, long groupId, byte[] prefix, int rollable, BigInteger target) {
    this.id = id;
    this.groupId = groupId;
    this.extranoncePrefix = prefix;
    this.rollable = rollable;
    this.target = target;
  }

  Job job() {
    assertThat(current).as("work of channel %d", id).isNotNull();
    return current;
  }

  SetNewPrevHash tip() {
    assertThat(tip).as("tip of channel %d", id).isNotNull();
    return tip;
  }

  void add(Job job) {
    assertThat(jobs).as("jobs of channel %d", id).doesNotContainKey(job.id);
    jobs.put(job.id, job);
    if (job.minNtime.isPresent()) {
      tip(); // an active job builds on the last one
      current = job;
      ntime = job.minNtime.getAsLong();
    }
  }

  void activate(SetNewPrevHash message) {
    Job job = jobs.get(message.jobId());
    assertThat(job).as("channel %d has job %d", id, message.jobId()).isNotNull();
    assertThat(job.minNtime).as("job %d is a future one", job.id).isEmpty();
    jobs.clear();
    jobs.put(job.id, job);
    current = job;
    tip = message;
    ntime = message.minNtime();
  }

  /** The header to begin with. */
  byte[] header() {
    return header(job(), job().version, ntime, 0, B032.of(new byte[rollable]));
  }

  /** The whole extranonce to begin with. */
  byte[] extranonce() {
    return concat(extranoncePrefix, new byte[rollable]);
  }

  /** The coinbase without BIP141 fields. */
  byte[] coinbase(Job job, B032 rolled) {
    return concat(
        job.coinbasePrefix.toByteArray(),
        extranoncePrefix,
        rolled.toByteArray(),
        job.coinbaseSuffix.toByteArray());
  }

  byte[] header(Job job, long version, long ntime, long nonce, B032 rolled) {
    byte[] root =
        job.root != null
            ? job.root.toWire()
            : fold(Sha256Hash.hashTwice(coinbase(job, rolled)), job.path);
    return ByteBuffer.allocate(80)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) version)
        .put(tip().prevHash().toWire())
        .put(root)
        .putInt((int) ntime)
        .putInt((int) tip().nbits())
        .putInt((int) nonce)
        .array();
  }

  /** A result on the channel's current work whose hash is wanted; each call finds another one. */
  Found find(Predicate<BigInteger> wanted) {
    return find(B032.of(new byte[rollable]), job().version, wanted);
  }

  Found find(B032 rolled, long version, Predicate<BigInteger> wanted) {
    Job job = job();
    ByteBuffer header = ByteBuffer.wrap(header(job, version, ntime, 0, rolled));
    header.order(ByteOrder.LITTLE_ENDIAN);
    for (int tries = 0; tries < 10_000_000; tries++) {
      long nonce = nextNonce++;
      header.putInt(76, (int) nonce);
      BigInteger hash =
          Sha256Hash.wrapReversed(Sha256Hash.hashTwice(header.array())).toBigInteger();
      if (wanted.test(hash)) {
        return new Found(job, nonce, ntime, version, rolled, B064K.of(header.array()));
      }
    }
    throw new AssertionError("no such hash found");
  }

  /** A result that counts as a share. */
  Found share() {
    return find(hash -> hash.compareTo(target) <= 0);
  }

  Sv2Message submission(long sequenceNumber, Found found) {
    return rollable == 0
        ? new SubmitSharesStandard(
            id, sequenceNumber, found.job.id, found.nonce, found.ntime, found.version)
        : new SubmitSharesExtended(
            id,
            sequenceNumber,
            found.job.id,
            found.nonce,
            found.ntime,
            found.version,
            found.rolled);
  }

  static byte[] fold(byte[] leaf, List<U256> path) {
    byte[] node = leaf;
    for (U256 sibling : path) {
      node = Sha256Hash.hashTwice(concat(node, sibling.toWire()));
    }
    return node;
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
