package io.sv2.reactive.mining;

import io.sv2.codec.mining.NewExtendedMiningJob;
import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B032;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** A template with everything in it, and by literals what has to come of it. */
final class TestWork {
  static final long VERSION = 0x2000_0000L;
  static final long VALUE = 5_000_000_000L;
  static final int EXTRANONCE_LENGTH = 8;
  static final byte[] TAG = "/sv2/".getBytes(StandardCharsets.US_ASCII);
  static final B064K PAYOUT_SCRIPT = B064K.of(hex("0014" + "aa".repeat(20)));
  static final List<U256> MERKLE_PATH =
      List.of(U256.ofHex("01" + "23".repeat(31)), U256.ofHex("fe" + "dc".repeat(31)));

  /** Version, one input that spends nothing, script of 17 bytes: height 100,000, tag. */
  static final String COINBASE_PREFIX =
      "02000000" + "01" + "00".repeat(32) + "ffffffff" + "11" + "03a08601" + "2f7376322f";

  private static final String COMMITMENT_OUTPUT =
      "0000000000000000" + "26" + "6a24aa21a9ed" + "bb".repeat(32);

  /** Sequence, the pool's output, the template's output, locktime. */
  static final String COINBASE_SUFFIX =
      "feffffff"
          + "02"
          + ("00f2052a01000000" + "16" + "0014" + "aa".repeat(20))
          + COMMITMENT_OUTPUT
          + "9f860100";

  static final long NTIME = 1_700_000_000L;

  /** Milliseconds of a clock that does not matter. */
  static final long NOW = 1_000_000;

  /** Of a standard channel. */
  static final B032 PREFIX = B032.ofHex("0001000002000000");

  private TestWork() {}

  static Share share(long jobId, long nonce) {
    return new Share(1, jobId, nonce, NTIME, VERSION, B032.EMPTY);
  }

  /** Tips of different numbers differ in hash and nBits; no hash is low enough for their block. */
  static Tip tip(long number) {
    U256 prevHash = U256.of(BigInteger.valueOf(number).shiftLeft(200));
    return new Tip(prevHash, NTIME, 0x1d00ffffL + number, U256.ZERO);
  }

  static ShareResult rejected(String errorCode) {
    for (Rejection reason : Rejection.values()) {
      if (reason.code().equals(errorCode)) {
        return new ShareResult.Rejected(reason);
      }
    }
    throw new IllegalArgumentException(errorCode);
  }

  /** Of a share on a standard channel that takes every hash. */
  static ShareResult validOn(Tip tip, Share share) {
    return new ShareResult.Valid(headerHash(share, tip, PREFIX), ShareTarget.of(U256.MAX));
  }

  static NewTemplate template(long id) {
    return template(id, VALUE);
  }

  static NewTemplate template(long id, long value) {
    return new NewTemplate(
        id,
        true,
        VERSION,
        2,
        B0255.of(hex("03a08601")),
        0xffff_fffeL,
        value,
        1,
        B064K.of(hex(COMMITMENT_OUTPUT)),
        99_999,
        MERKLE_PATH);
  }

  static Coinbase coinbase() {
    return Coinbase.of(
        template(1), List.of(new TxOutput(VALUE, PAYOUT_SCRIPT)), TAG, EXTRANONCE_LENGTH);
  }

  static WorkTemplate work(long templateId) {
    return new WorkTemplate(template(templateId), coinbase());
  }

  /** The same work, as its client has chosen it. */
  static WorkTemplate customWork() {
    return WorkTemplate.of(
        new NewExtendedMiningJob(
            1,
            1,
            OptionalLong.of(NTIME),
            VERSION,
            true,
            MERKLE_PATH,
            B064K.of(coinbase().prefix()),
            B064K.of(coinbase().suffix())),
        EXTRANONCE_LENGTH);
  }

  /** The merkle root with the whole extranonce. */
  static U256 merkleRoot(String extranonce) {
    U256 txid = Reference.doubleHash(hex(COINBASE_PREFIX + extranonce + COINBASE_SUFFIX));
    return Reference.merkleRoot(txid, MERKLE_PATH);
  }

  /** The hash of the header that a share of {@code work} stands for. */
  static U256 headerHash(Share share, Tip tip, B032 extranoncePrefix) {
    return Reference.headerHash(
        share.version(),
        tip.prevHash(),
        merkleRoot(extranoncePrefix.toHex() + share.extranonce().toHex()),
        share.ntime(),
        tip.nBits(),
        share.nonce());
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
