package io.sv2.reactive.mining;

import static io.sv2.reactive.mining.TestWork.hex;

import io.sv2.codec.mining.SetCustomMiningJob;
import io.sv2.codec.type.B0255;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.util.List;

/**
 * A custom job that passes, on the first tip of {@link TestWork}; with setters for what is to be
 * wrong with it.
 */
final class TestCustomJob {
  static final B0255 TOKEN = B0255.ofHex("70cafe");
  static final List<U256> MERKLE_PATH = List.of(U256.ofHex("77" + "66".repeat(31)));

  /** The pool's, then one of the miner's own, then the commitment. */
  static final String OUTPUTS =
      "03"
          + ("00e1f50500000000" + "16" + "0014" + "aa".repeat(20))
          + ("0100000000000000" + "01" + "51")
          + ("0000000000000000" + "26" + "6a24aa21a9ed" + "cc".repeat(32));

  /** What the pool wants of it. */
  static final List<TxOutput> OWED = List.of(new TxOutput(100_000_000, TestWork.PAYOUT_SCRIPT));

  long channel;
  long version = TestWork.VERSION;
  Tip tip = TestWork.tip(1);
  long minNtime = TestWork.NTIME;
  long nbits = tip.nBits();
  long txVersion = 2;
  String prefix = "03a08601";
  long sequence = 0xffff_fffeL;
  String outputs = OUTPUTS;
  long locktime = 99_999;
  List<U256> merklePath = MERKLE_PATH;

  TestCustomJob(long channel) {
    this.channel = channel;
  }

  TestCustomJob on(Tip other) {
    tip = other;
    nbits = other.nBits();
    return this;
  }

  SetCustomMiningJob message() {
    return new SetCustomMiningJob(
        channel,
        5,
        TOKEN,
        version,
        tip.prevHash(),
        minNtime,
        nbits,
        txVersion,
        B0255.of(hex(prefix)),
        sequence,
        B064K.of(hex(outputs)),
        locktime,
        merklePath);
  }

  /** As it was declared, where it was. */
  static CustomJobToken.DeclaredJob declared() {
    return new CustomJobToken.DeclaredJob(
        TestWork.VERSION,
        MERKLE_PATH,
        B0255.of(hex("03a08601")),
        2,
        0xffff_fffeL,
        TxOutputs.parse(hex(OUTPUTS)),
        99_999);
  }

  static CustomJobToken agreed() {
    return new CustomJobToken.Valid(OWED, null);
  }

  /** The hash of the header that a share of it stands for, by literals. */
  static U256 headerHash(Share share, Tip tip, String extranonce) {
    U256 txid =
        Reference.doubleHash(
            hex(
                "02000000"
                    + ("01" + "00".repeat(32) + "ffffffff" + "0c" + "03a08601" + extranonce)
                    + ("feffffff" + OUTPUTS + "9f860100")));
    return Reference.headerHash(
        share.version(),
        tip.prevHash(),
        Reference.merkleRoot(txid, MERKLE_PATH),
        share.ntime(),
        tip.nBits(),
        share.nonce());
  }
}
