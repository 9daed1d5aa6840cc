package io.sv2.examples.bitcoin;

import static io.sv2.examples.bitcoin.InvalidBlock.unless;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutput;
import org.bitcoinj.core.TransactionWitness;

/** What consensus asks of a coinbase and of its witness commitment. */
final class CoinbaseCheck {
  private static final long MAX_MONEY = 21_000_000L * 100_000_000L;
  private static final long INITIAL_SUBSIDY = 50L * 100_000_000L;
  private static final int HALVING_INTERVAL = 210_000;
  private static final long LOCKTIME_THRESHOLD = 500_000_000L;

  private CoinbaseCheck() {}

  /** New coins in the block at {@code height}, in satoshis. */
  static long subsidy(int height) {
    int halvings = height / HALVING_INTERVAL;
    return halvings >= 64 ? 0 : INITIAL_SUBSIDY >> halvings;
  }

  static void form(Transaction coinbase) throws InvalidBlock {
    int length = scriptSig(coinbase).length;
    unless(length >= 2 && length <= 100, "bad-cb-length");
    unless(!coinbase.getOutputs().isEmpty(), "bad-txns-vout-empty");
    long sum = 0;
    for (TransactionOutput output : coinbase.getOutputs()) {
      long value = output.getValue().value;
      unless(value >= 0, "bad-txns-vout-negative");
      unless(value <= MAX_MONEY, "bad-txns-vout-toolarge");
      sum += value;
      unless(sum <= MAX_MONEY, "bad-txns-txouttotal-toolarge");
    }
  }

  static void context(Transaction coinbase, int height, long medianTimePast) throws InvalidBlock {
    long lockTime = coinbase.lockTime().rawValue();
    long reached = lockTime < LOCKTIME_THRESHOLD ? height : medianTimePast;
    boolean finalSequence =
        coinbase.getInput(0).getSequenceNumber() == TransactionInput.NO_SEQUENCE;
    unless(lockTime == 0 || lockTime < reached || finalSequence, "bad-txns-nonfinal");
    byte[] script = scriptSig(coinbase);
    byte[] push = CoinbaseHeight.script(height);
    unless(
        script.length >= push.length && Arrays.equals(push, Arrays.copyOf(script, push.length)),
        "bad-cb-height");
  }

  static void witnesses(ParsedBlock block) throws InvalidBlock {
    Optional<byte[]> commitment = commitment(block.coinbase());
    if (commitment.isEmpty()) {
      unless(
          block.transactions().stream().noneMatch(Transaction::hasWitnesses), "unexpected-witness");
      return;
    }
    TransactionWitness witness = block.coinbase().getInput(0).getWitness();
    unless(
        witness.getPushCount() == 1 && witness.getPush(0).length == 32, "bad-witness-nonce-size");
    List<byte[]> wtxids =
        block.withoutCoinbase().stream().map(tx -> tx.getWTxId().serialize()).toList();
    byte[] script =
        WitnessCommitment.script(WitnessCommitment.witnessRoot(wtxids), witness.getPush(0));
    unless(
        Arrays.equals(script, Arrays.copyOf(commitment.get(), script.length)),
        "bad-witness-merkle-match");
  }

  static int sigops(Transaction coinbase) {
    int outputs =
        coinbase.getOutputs().stream().mapToInt(out -> SigOps.count(out.getScriptBytes())).sum();
    return 4 * (SigOps.count(scriptSig(coinbase)) + outputs);
  }

  private static byte[] scriptSig(Transaction coinbase) {
    return coinbase.getInput(0).getScriptBytes();
  }

  /** The last output that looks like a commitment counts. */
  private static Optional<byte[]> commitment(Transaction coinbase) {
    return coinbase.getOutputs().stream()
        .map(TransactionOutput::getScriptBytes)
        .filter(WitnessCommitment::matches)
        .reduce((earlier, later) -> later);
  }
}
