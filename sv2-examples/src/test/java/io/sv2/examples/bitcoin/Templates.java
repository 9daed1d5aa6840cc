package io.sv2.examples.bitcoin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bitcoinj.base.Sha256Hash;

/** Templates for tests that need no chain. */
final class Templates {
  private Templates() {}

  static BlockTemplate atHeight(int height) {
    return of(height, List.of());
  }

  static BlockTemplate of(int height, List<TemplateTransaction> transactions) {
    long fees = transactions.stream().mapToLong(TemplateTransaction::fee).sum();
    return new BlockTemplate(
        height,
        0x20000000L,
        Sha256Hash.ZERO_HASH,
        1_700_000_000L,
        1_699_999_000L,
        NBits.EASIEST,
        NBits.toTarget(NBits.EASIEST),
        5_000_000_000L + fees,
        transactions,
        true);
  }

  static List<TemplateTransaction> transactions(int count) {
    SyntheticTransactions source = new SyntheticTransactions(new Random(7));
    List<TemplateTransaction> transactions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      transactions.add(source.next(Optional.empty(), 0));
    }
    return transactions;
  }

  /** A transaction whose declared weight and sigops are not those of its bytes. */
  static TemplateTransaction weighing(int weight, int sigops, long fee) {
    TemplateTransaction tx = transactions(1).get(0);
    return new TemplateTransaction(tx.bytes(), tx.txid(), tx.wtxid(), fee, weight, sigops);
  }
}
