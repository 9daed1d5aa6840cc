package io.sv2.examples.bitcoin;

import static io.sv2.examples.bitcoin.InvalidBlock.unless;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;

/** Every rule for a block on the tip of a simulated chain, in Bitcoin Core's order. */
final class BlockCheck {
  private static final long MAX_FUTURE_SECONDS = 2 * 60 * 60;
  private static final int MIN_VERSION = 4;

  private final HeaderChain chain;
  private final TransactionPool pool;

  BlockCheck(HeaderChain chain, TransactionPool pool) {
    this.chain = chain;
    this.pool = pool;
  }

  /** Asks for the work a header claims, so that nothing else is done for a header without it. */
  void proofOfWork(BlockHeader header) throws InvalidBlock {
    BigInteger target;
    try {
      target = NBits.toTarget(header.bits());
    } catch (IllegalArgumentException e) {
      throw new InvalidBlock("high-hash");
    }
    unless(header.hash().toBigInteger().compareTo(target) <= 0, "high-hash");
  }

  /** All other rules, for a block that extends the tip. */
  void onTip(ParsedBlock block, Instant now) throws InvalidBlock {
    int height = chain.tip().height() + 1;
    header(block.header(), now);
    transactionTree(block);
    CoinbaseCheck.form(block.coinbase());
    CoinbaseCheck.context(block.coinbase(), height, chain.medianTimePast());
    CoinbaseCheck.witnesses(block);
    unless(block.weight() <= BlockTemplate.MAX_BLOCK_WEIGHT, "bad-blk-weight");
    spending(block, height);
  }

  private void header(BlockHeader header, Instant now) throws InvalidBlock {
    unless(header.bits() == chain.nextBits(), "bad-diffbits");
    unless(header.time() > chain.medianTimePast(), "time-too-old");
    unless(header.time() <= now.getEpochSecond() + MAX_FUTURE_SECONDS, "time-too-new");
    unless(header.version() >= MIN_VERSION, "bad-version(0x%08x)".formatted(header.version()));
  }

  private static void transactionTree(ParsedBlock block) throws InvalidBlock {
    unless(!block.transactions().isEmpty(), "bad-blk-length");
    List<byte[]> others =
        block.withoutCoinbase().stream().map(tx -> tx.getTxId().serialize()).toList();
    byte[] root = Merkle.root(block.coinbase().getTxId().serialize(), Merkle.pathOfFirst(others));
    unless(block.header().merkleRoot().equals(Sha256Hash.wrapReversed(root)), "bad-txnmrklroot");
    Set<Sha256Hash> seen = new HashSet<>();
    for (Transaction tx : block.transactions()) {
      unless(seen.add(tx.getTxId()), "bad-txns-duplicate");
    }
    unless(block.coinbase().isCoinBase(), "bad-cb-missing");
    unless(block.withoutCoinbase().stream().noneMatch(Transaction::isCoinBase), "bad-cb-multiple");
  }

  private void spending(ParsedBlock block, int height) throws InvalidBlock {
    long allowed = CoinbaseCheck.subsidy(height);
    long sigops = CoinbaseCheck.sigops(block.coinbase());
    Set<Sha256Hash> before = new HashSet<>();
    for (Transaction tx : block.withoutCoinbase()) {
      TemplateTransaction known = known(tx, before);
      allowed = Math.addExact(allowed, known.fee());
      sigops += known.sigops();
      before.add(tx.getTxId());
    }
    unless(sigops <= BlockTemplate.MAX_BLOCK_SIGOPS, "bad-blk-sigops");
    unless(block.coinbase().getOutputSum().value <= allowed, "bad-cb-amount");
  }

  /** The pool's transaction of that id, whose parents in the pool must stand before it. */
  private TemplateTransaction known(Transaction tx, Set<Sha256Hash> before) throws InvalidBlock {
    TemplateTransaction known =
        pool.find(tx.getTxId())
            .orElseThrow(() -> new InvalidBlock("bad-txns-inputs-missingorspent"));
    for (TransactionInput input : tx.getInputs()) {
      Sha256Hash parent = input.getOutpoint().hash();
      unless(
          before.contains(parent) || pool.find(parent).isEmpty(), "bad-txns-inputs-missingorspent");
    }
    unless(known.wtxid().equals(tx.getWTxId()), "block-script-verify-flag-failed");
    return known;
  }
}
