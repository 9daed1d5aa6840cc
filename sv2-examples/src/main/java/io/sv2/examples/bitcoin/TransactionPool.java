package io.sv2.examples.bitcoin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitcoinj.base.Sha256Hash;

/** Transactions that a simulated chain would take into a block; parents before children. */
final class TransactionPool {
  private final SimulatedChainConfig config;
  private final SyntheticTransactions source;
  private final Map<Sha256Hash, Pooled> byTxid = new LinkedHashMap<>();

  TransactionPool(SimulatedChainConfig config, SyntheticTransactions source) {
    this.config = config;
    this.source = source;
  }

  /** Forgets what is confirmed or too old, and tops up for the tip at {@code height}. */
  void advance(List<Sha256Hash> confirmed, int height) {
    confirmed.forEach(byTxid::remove);
    byTxid.values().removeIf(pooled -> height - pooled.height() >= config.keptTips());
    while (byTxid.size() < config.transactionsPerBlock()) {
      add(height, 0);
    }
  }

  /** Adds a transaction that pays more than the fee delta, unless there are enough. */
  boolean addFees(int height) {
    if (byTxid.size() >= 4 * config.transactionsPerBlock()) {
      return false;
    }
    add(height, config.minFeeDelta());
    return true;
  }

  Optional<TemplateTransaction> find(Sha256Hash txid) {
    return Optional.ofNullable(byTxid.get(txid)).map(Pooled::transaction);
  }

  List<TemplateTransaction> transactions() {
    return byTxid.values().stream().map(Pooled::transaction).toList();
  }

  /** Every third transaction spends one that came with the same tip. */
  private void add(int height, long minFee) {
    Optional<TemplateTransaction> parent =
        byTxid.size() % 3 == 2
            ? byTxid.values().stream()
                .filter(pooled -> pooled.height() == height && !pooled.spent())
                .findFirst()
                .map(Pooled::transaction)
            : Optional.empty();
    parent.ifPresent(tx -> byTxid.put(tx.txid(), new Pooled(tx, height, true)));
    TemplateTransaction tx = source.next(parent, minFee);
    byTxid.put(tx.txid(), new Pooled(tx, height, false));
  }

  /** {@code height} is that of the tip with which the transaction appeared. */
  private record Pooled(TemplateTransaction transaction, int height, boolean spent) {}
}
