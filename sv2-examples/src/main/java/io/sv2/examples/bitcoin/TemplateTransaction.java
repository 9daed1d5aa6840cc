package io.sv2.examples.bitcoin;

import java.nio.ByteBuffer;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;

/**
 * A transaction offered for inclusion in a block; immutable.
 *
 * @param bytes the serialized transaction with its witnesses; a read-only view each time
 * @param txid the id without witnesses
 * @param wtxid the hash with witnesses
 * @param fee in satoshis, at least 0
 * @param weight in weight units, above 0
 * @param sigops signature operation cost, of which a block may hold 80,000
 */
public record TemplateTransaction(
    ByteBuffer bytes, Sha256Hash txid, Sha256Hash wtxid, long fee, int weight, int sigops) {

  /** Copies the bytes; throws {@link IllegalArgumentException} for a number out of range. */
  public TemplateTransaction {
    if (fee < 0 || weight <= 0 || sigops < 0) {
      throw new IllegalArgumentException(
          "transaction %s: fee %d, weight %d, sigops %d: must be >= 0, > 0, >= 0"
              .formatted(txid, fee, weight, sigops));
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    bytes = ByteBuffer.wrap(copy).asReadOnlyBuffer();
  }

  /**
   * A transaction whose ids and weight are computed from its bytes.
   *
   * @param raw the serialized transaction with its witnesses
   * @param fee in satoshis
   * @param sigops signature operation cost
   * @return the transaction
   * @throws IllegalArgumentException when the bytes are no transaction
   */
  public static TemplateTransaction of(byte[] raw, long fee, int sigops) {
    Transaction tx;
    try {
      tx = Transaction.read(ByteBuffer.wrap(raw));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("not a transaction: " + e.getMessage(), e);
    }
    return new TemplateTransaction(
        ByteBuffer.wrap(raw), tx.getTxId(), tx.getWTxId(), fee, tx.getWeight(), sigops);
  }

  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate();
  }

  /**
   * The serialized transaction with its witnesses.
   *
   * @return a fresh copy
   */
  public byte[] toByteArray() {
    byte[] copy = new byte[bytes.remaining()];
    bytes().get(copy);
    return copy;
  }
}
