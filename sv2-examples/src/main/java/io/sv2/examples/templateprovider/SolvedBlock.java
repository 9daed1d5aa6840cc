package io.sv2.examples.templateprovider;

import io.sv2.codec.template.SubmitSolution;
import io.sv2.codec.type.U256;
import io.sv2.reactive.mining.Sha256d;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bitcoinj.core.ProtocolException;
import org.bitcoinj.core.Transaction;

/** From a solution to a whole block (section 7.7). */
final class SolvedBlock {
  private final byte[] header;
  private final byte[] block;

  private SolvedBlock(byte[] header, byte[] block) {
    this.header = header;
    this.block = block;
  }

  /**
   * Puts the parts together; whether they make a valid block is for the source to say.
   *
   * @throws IllegalArgumentException when the coinbase is no transaction
   */
  static SolvedBlock of(ServedTemplate template, SubmitSolution solution) {
    byte[] coinbase = solution.coinbaseTx().toByteArray();
    U256 root = Sha256d.merkleRoot(txid(coinbase), template.merklePath());
    byte[] header = new byte[80];
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0, (int) solution.version())
        .putInt(68, (int) solution.headerTimestamp())
        .putInt(72, (int) template.block().bits())
        .putInt(76, (int) solution.headerNonce());
    template.setNewPrevHash().prevHash().writeTo(header, 4);
    root.writeTo(header, 36);
    return new SolvedBlock(header, template.block().assemble(header, coinbase));
  }

  private static U256 txid(byte[] coinbase) {
    try {
      return U256.ofWire(Transaction.read(ByteBuffer.wrap(coinbase)).getTxId().serialize());
    } catch (ProtocolException | BufferUnderflowException e) {
      throw new IllegalArgumentException("coinbase_tx is no transaction: " + e, e);
    }
  }

  U256 hash() {
    return Sha256d.of(header);
  }

  byte[] bytes() {
    return block;
  }
}
