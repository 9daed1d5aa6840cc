package io.sv2.examples.templateprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sv2.codec.template.NewTemplate;
import io.sv2.codec.template.SetNewPrevHash;
import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.B064K;
import io.sv2.codec.type.U256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bitcoinj.base.Coin;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutPoint;
import org.bitcoinj.core.TransactionOutput;
import org.bitcoinj.core.TransactionWitness;
import org.bitcoinj.script.Script;

/** Solves templates as their client would, from the messages alone and with bitcoinj's hashes. */
final class TemplateSolver {
  private static final byte[] PAYOUT = new byte[] {0x51};

  /** A solution and the block hash that it must come to. */
  record Solved(SubmitSolution solution, Sha256Hash hash) {}

  private TemplateSolver() {}

  /** The first solution from nonce 0 up. */
  static Solved solve(NewTemplate template, SetNewPrevHash tip) {
    return solve(template, tip, 0);
  }

  static Solved solve(NewTemplate template, SetNewPrevHash tip, long firstNonce) {
    Transaction coinbase = coinbase(template);
    ByteBuffer header =
        ByteBuffer.allocate(80)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) template.version())
            .put(tip.prevHash().toWire())
            .put(root(coinbase.getTxId(), template))
            .putInt((int) tip.headerTimestamp())
            .putInt((int) tip.nBits());
    for (long nonce = firstNonce; ; nonce++) {
      header.putInt(76, (int) nonce);
      Sha256Hash hash = Sha256Hash.wrapReversed(Sha256Hash.hashTwice(header.array()));
      if (hash.toBigInteger().compareTo(tip.target().toBigInteger()) <= 0) {
        B064K bytes = B064K.of(coinbase.serialize());
        return new Solved(
            new SubmitSolution(
                template.templateId(), template.version(), tip.headerTimestamp(), nonce, bytes),
            hash);
      }
    }
  }

  static byte[] root(Sha256Hash leaf, NewTemplate template) {
    byte[] node = leaf.serialize();
    for (U256 sibling : template.merklePath()) {
      node = Sha256Hash.hashTwice(ByteBuffer.allocate(64).put(node).put(sibling.toWire()).array());
    }
    return node;
  }

  private static Transaction coinbase(NewTemplate template) {
    byte[] prefix = template.coinbasePrefix().toByteArray();
    byte[] script = ByteBuffer.allocate(prefix.length + 4).put(prefix).array();
    Transaction coinbase = new Transaction();
    coinbase.setVersion((int) template.coinbaseTxVersion());
    coinbase.addInput(
        new TransactionInput(
            coinbase,
            script,
            new TransactionOutPoint(0xffff_ffffL, Sha256Hash.ZERO_HASH),
            template.coinbaseTxInputSequence(),
            null,
            TransactionWitness.of(new byte[32])));
    coinbase.addOutput(Coin.valueOf(template.coinbaseTxValueRemaining()), Script.parse(PAYOUT));
    ByteBuffer outputs = template.coinbaseTxOutputs().asByteBuffer();
    for (int i = 0; i < template.coinbaseTxOutputsCount(); i++) {
      coinbase.addOutput(TransactionOutput.read(outputs, coinbase));
    }
    assertThat(outputs.hasRemaining()).isFalse();
    coinbase.setLockTime(template.coinbaseTxLocktime());
    return coinbase;
  }
}
